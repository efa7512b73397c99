package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalPastTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  @Test
  void a_request_is_found_in_whichever_segment_it_lies_and_over_their_ends() throws Exception {
    Map<String, List<Entry>> told = new LinkedHashMap<>();
    Lives lives = new Lives(new SplittableRandom(7), "r\"é");
    Position end;
    try (Journal journal = Ledgers.openJournal(directory, 4096)) {
      for (int i = 0; i < 300; i++) {
        List<Entry> group = lives.next();
        Ledgers.append(journal, group.toArray(new Entry[0])).await();
        for (Entry entry : group) {
          if (entry instanceof Entry.Monetary monetary) {
            told.computeIfAbsent(monetary.request(), _ -> new ArrayList<>()).add(entry);
          }
        }
      }
    }
    JournalFiles files = new JournalFiles(directory);
    end = JournalTail.recover(files).position();
    assertThat(end.segment()).isGreaterThan(10);

    JournalPast past = new JournalPast(files, end);
    told.forEach(
        (request, entries) -> assertThat(past.about(request)).as(request).isEqualTo(entries));
    assertThat(past.about("nobody")).isEmpty();
    assertThat(past.about("r")).isEmpty();
  }

  @Test
  void what_is_behind_the_place_is_not_looked_at() throws Exception {
    Position before;
    JournalFiles files = new JournalFiles(directory);
    try (Journal journal = Ledgers.openJournal(directory)) {
      Ledgers.append(journal, Samples.reserve("r1")).await();
    }
    before = JournalTail.recover(files).position();
    try (Journal journal = Ledgers.openJournal(directory)) {
      Ledgers.append(journal, Samples.reserve("r2")).await();
    }

    JournalPast past = new JournalPast(files, before);
    List<Entry> all = new ArrayList<>();
    past.each((entry, _) -> all.add(entry));
    assertThat(all).containsExactly(Samples.reserve("r1"));
    assertThat(past.about("r2")).isEmpty();
  }
}
