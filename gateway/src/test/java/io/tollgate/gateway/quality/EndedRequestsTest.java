package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Held against a plain map, over random histories. */
final class EndedRequestsTest {

  private static final List<Deployment> DEPLOYMENTS =
      List.of(deployment("small"), deployment("large"));

  private static Deployment deployment(String name) {
    return new Deployment(
        "local", name, new Model(name, ModelClass.LOCAL, 500_000, 8_192, 1_024, Set.of()));
  }

  @Test
  void finds_says_and_forgets_what_a_plain_map_would() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      EndedRequests ended = new EndedRequests();
      LinkedHashMap<String, RecentDecision> model = new LinkedHashMap<>();
      Map<String, Integer> said = new HashMap<>();
      List<String> ids = new ArrayList<>();
      // Far more than fit at first in one history, so that it grows with its eldest anywhere.
      int steps = seed == 0 ? 20_000 : 300;
      for (int step = 0; step < steps; step++) {
        switch (random.nextInt(seed == 0 ? 20 : 5)) {
          case 0 -> {
            if (!model.isEmpty()) {
              said.remove(model.pollFirstEntry().getKey());
              ended.removeEldest();
            }
          }
          case 1 -> {
            if (!ids.isEmpty()) {
              String id = ids.get(random.nextInt(ids.size()));
              int score = random.nextInt(1_000_001);
              Integer before = model.containsKey(id) ? said.putIfAbsent(id, score) : null;
              assertThat(ended.note(id, score)).as("seed %d", seed).isEqualTo(before);
            }
          }
          default -> {
            RecentDecision decision = decision(random, "req_" + step);
            ids.add(decision.request());
            model.put(decision.request(), decision);
            ended.add(decision);
          }
        }
        assertThat(ended.size()).as("seed %d", seed).isEqualTo(model.size());
      }
      for (String id : ids) {
        assertThat(ended.find(id)).as("seed %d", seed).isEqualTo(model.get(id));
      }
      if (!model.isEmpty()) {
        assertThat(Instant.ofEpochMilli(ended.eldest()))
            .as("seed %d", seed)
            .isEqualTo(model.firstEntry().getValue().at());
      }
    }
  }

  @Test
  void finds_the_latest_and_no_other_while_they_come_and_go_for_long() {
    Random random = new Random(7);
    EndedRequests ended = new EndedRequests();
    LinkedHashMap<String, RecentDecision> model = new LinkedHashMap<>();
    for (int step = 0; step < 50_000; step++) {
      // Few at first, so that it grows after its eldest have gone.
      int kept = step < 20_000 ? 1_000 : 15_000;
      RecentDecision decision = decision(random, "req_" + step);
      model.put(decision.request(), decision);
      ended.add(decision);
      while (model.size() > kept) {
        model.pollFirstEntry();
        ended.removeEldest();
      }
      String id = "req_" + random.nextInt(Math.max(0, step - 6 * kept / 5), step + 1);
      assertThat(ended.find(id)).as(id).isEqualTo(model.get(id));
    }
    assertThat(ended.size()).isEqualTo(15_000);
  }

  @Test
  void knows_no_id_that_only_begins_or_hashes_like_one_it_knows() {
    EndedRequests ended = new EndedRequests();
    // Texts with one hash.
    ended.add(decision(new Random(1), "req_Aa"));
    ended.add(decision(new Random(2), "req_BB"));

    assertThat(ended.find("req_A")).isNull();
    assertThat(ended.find("req_" + "a".repeat(60))).isNull();
    assertThat(ended.find("req_Aa")).isEqualTo(decision(new Random(1), "req_Aa"));
    assertThat(ended.find("req_BB")).isEqualTo(decision(new Random(2), "req_BB"));
  }

  private static RecentDecision decision(Random random, String id) {
    return new RecentDecision(
        Instant.ofEpochMilli(random.nextInt(1_000_000)),
        id,
        "key" + random.nextInt(3),
        "policy" + random.nextInt(2),
        DEPLOYMENTS.get(random.nextInt(2)),
        random.nextInt(2),
        1_000_000,
        random.nextBoolean() ? null : "task" + random.nextInt(2_000),
        random.nextInt(1_000),
        random.nextInt(1_000),
        List.of("organisation", "team" + random.nextInt(2)));
  }
}
