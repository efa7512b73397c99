package io.tollgate.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {

  @Test
  void the_list_of_cpus_that_linux_gives_is_read() {
    assertThat(Placement.cpus("0")).containsExactly(0);
    assertThat(Placement.cpus("0-3,6,8-9")).containsExactly(0, 1, 2, 3, 6, 8, 9);
  }

  @Test
  void a_proxy_has_one_cpu_and_the_load_has_the_others() {
    Placement placement = Placement.among(List.of(2, 3, 5));
    assertThat(placement.proxyLauncher()).containsExactly("taskset", "-c", "2");
    assertThat(placement.loadLauncher()).containsExactly("taskset", "-c", "3,5");
    assertThat(placement.proxyCpus()).isEqualTo(1);
    assertThat(placement.loadCpus()).isEqualTo(2);
    assertThat(placement.sentence()).contains("on CPU 2,", "on CPU 3,5.");
  }

  @Test
  void with_one_cpu_nothing_is_placed() {
    assertThat(Placement.among(List.of(0))).isEqualTo(Placement.NONE);
    assertThat(Placement.NONE.proxyLauncher()).isEmpty();
  }

  @Test
  void a_program_is_found_in_the_first_folder_that_has_it(@TempDir Path dir) throws Exception {
    Path first = Files.createDirectory(dir.resolve("a"));
    Path second = Files.createDirectory(dir.resolve("b"));
    for (Path folder : List.of(first, second)) {
      Files.createFile(folder.resolve("thing"));
    }
    assertThat(second.resolve("thing").toFile().setExecutable(true)).isTrue();
    Programs programs = new Programs(List.of(first, second));
    assertThat(programs.find("thing")).isEqualTo(second.resolve("thing"));
    assertThat(programs.find("other")).isNull();
    assertThat(Programs.on("/x:/y").folders())
        .startsWith(Path.of("/x"), Path.of("/y"))
        .contains(Path.of("/usr/sbin"));
  }
}
