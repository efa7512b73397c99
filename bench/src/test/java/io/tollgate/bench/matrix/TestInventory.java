package io.tollgate.bench.matrix;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tests of all modules that prove a row, found in their class files. */
final class TestInventory {

  /** In the order in which they are built. */
  static final List<String> MODULES = List.of("policies", "adapters", "gateway", "bench");

  private TestInventory() {}

  static List<ProvingTest> read(Path root) throws IOException {
    List<ProvingTest> tests = new ArrayList<>();
    for (int module = 0; module < MODULES.size(); module++) {
      Path classes = testClasses(root, module);
      if (Files.isDirectory(classes)) {
        try (Stream<Path> files = Files.walk(classes)) {
          for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
            addTests(module, file, tests);
          }
        }
      }
    }
    return tests.stream().sorted(ProvingTest.ORDER).toList();
  }

  private static Path testClasses(Path root, int module) {
    return root.resolve(MODULES.get(module)).resolve("target").resolve("test-classes");
  }

  static Path classFile(Path root, ProvingTest test) {
    return testClasses(root, test.module()).resolve(test.className().replace('.', '/') + ".class");
  }

  private static void addTests(int module, Path file, List<ProvingTest> tests) throws IOException {
    ClassModel classModel = ClassFile.of().parse(file);
    String className = classModel.thisClass().asInternalName().replace('/', '.');
    for (MethodModel method : classModel.methods()) {
      String name = method.methodName().stringValue();
      if (FaultRow.numberIn(name) > 0) {
        tests.add(new ProvingTest(module, className, name));
      }
    }
  }
}
