package io.tollgate.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.gateway.limit.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How it stands with rate limits, as JSON: a row for each bound of each limit. */
final class LimitsJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private record Row(
      String id,
      String scope,
      String kind,
      long bound,
      long remaining,
      long fullInMs,
      long waitMs,
      int waiting) {
    static Row of(Standing standing) {
      return new Row(
          standing.limit().id(),
          standing.limit().scope().text(),
          standing.kind().key(),
          standing.bound(),
          standing.remaining(),
          standing.fullMs(),
          standing.limit().longestWait().toMillis(),
          standing.waiting());
    }
  }

  private record Limits(
      List<Row> limits, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}

  private LimitsJson() {}

  static String of(Paging.Page<Standing> page) {
    return JSON.writeValueAsString(
        new Limits(page.items().stream().map(Row::of).toList(), page.next()));
  }
}
