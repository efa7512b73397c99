package io.tollgate.bench.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads what the modules built before this one have reported of their tests. */
final class SurefireReports {

  private SurefireReports() {}

  /** Adds the reports on all classes of one module, except those older than the class. */
  static void read(Path root, int module, Iterable<ProvingTest> tests, TestOutcomes outcomes)
      throws IOException {
    Path folder =
        root.resolve(TestInventory.MODULES.get(module)).resolve("target/surefire-reports");
    for (ProvingTest test : tests) {
      Path report = folder.resolve("TEST-" + test.className() + ".xml");
      if (test.module() == module
          && Files.exists(report)
          && isNewer(report, TestInventory.classFile(root, test))) {
        read(report, test, outcomes);
      }
    }
  }

  private static boolean isNewer(Path report, Path classFile) throws IOException {
    return Files.getLastModifiedTime(report).compareTo(Files.getLastModifiedTime(classFile)) >= 0;
  }

  private static void read(Path report, ProvingTest test, TestOutcomes outcomes)
      throws IOException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      @Nullable String method = null;
      TestOutcome outcome = TestOutcome.PASSED;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "testcase" -> {
              method = methodOf(xml.getAttributeValue(null, "name"));
              outcome = TestOutcome.PASSED;
            }
            case "failure", "error" -> outcome = TestOutcome.FAILED;
            // Only an assumption that did not hold has a type.
            case "skipped" ->
                outcome =
                    xml.getAttributeValue(null, "type") == null
                        ? TestOutcome.DISABLED
                        : TestOutcome.IMPOSSIBLE_HERE;
            default -> {}
          }
        } else if (event == XMLStreamConstants.END_ELEMENT
            && xml.getLocalName().equals("testcase")
            && method != null) {
          note(test, method, outcome, outcomes);
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException(report + " cannot be read", e);
    }
  }

  /** A parameterised test is reported as {@code name(Types)[1]}, a class as the empty name. */
  private static String methodOf(@Nullable String name) {
    return name == null ? "" : name.split("[(\\[{ ]", 2)[0];
  }

  private static void note(
      ProvingTest test, String method, TestOutcome outcome, TestOutcomes outcomes) {
    if (method.equals(test.name())) {
      outcomes.method(test.className(), method, outcome);
    } else if (!method.matches("\\w+") || method.equals(test.className())) {
      outcomes.wholeClass(test.className(), outcome);
    }
  }
}
