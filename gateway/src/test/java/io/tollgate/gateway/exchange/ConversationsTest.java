package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationsTest {

  private static final String KEY = "key-1";
  private static final int STEPS = 6_000;

  private final AtomicLong nanos = new AtomicLong();
  private final Conversations conversations = new Conversations(nanos::get, 100_000);

  /** A conversation of the plain model: its messages as numbers, written with spaces between. */
  private record Known(long inputTokens, @Nullable Unread unread, long atNanos) {}

  /** What the plain model has of a surcharge: everything, and what was taken of it so far. */
  private static final class Unread {
    private final String deployment;
    private long tokens;
    private BigDecimal pico;

    private Unread(String deployment, long tokens, long pico) {
      this.deployment = deployment;
      this.tokens = tokens;
      this.pico = BigDecimal.valueOf(pico);
    }

    private long take(String reader, long read) {
      if (!reader.equals(deployment) || tokens == 0) {
        return 0;
      }
      BigDecimal part =
          pico.multiply(BigDecimal.valueOf(Math.min(read, tokens)))
              .divide(BigDecimal.valueOf(tokens), 0, RoundingMode.HALF_EVEN);
      tokens -= Math.min(read, tokens);
      pico = pico.subtract(part);
      return part.longValueExact();
    }
  }

  /** The trail of some messages: what any hash would do. */
  private static ConversationTrail trail(List<Long> messages) {
    long[] marks = new long[messages.size()];
    long mark = 17;
    for (int i = 0; i < marks.length; i++) {
      mark = (mark ^ messages.get(i)) * 0x9E37_79B9_7F4A_7C15L + 1;
      marks[i] = mark;
    }
    return ConversationTrail.of(marks);
  }

  @Test
  void any_history_of_branches_and_pauses_is_as_a_plain_model_has_it() {
    SplittableRandom random = new SplittableRandom(20261130);
    Map<String, Known> model = new HashMap<>();
    List<List<Long>> histories = new ArrayList<>(List.of(List.of()));
    long redeemed = 0;
    long met = 0;
    for (int step = 0; step < STEPS; step++) {
      nanos.addAndGet(random.nextLong(Duration.ofMinutes(4).toNanos()));
      String key = "key-" + random.nextInt(2);
      List<Long> messages =
          new ArrayList<>(
              histories.get(random.nextInt(Math.max(0, histories.size() - 40), histories.size())));
      for (int more = random.nextInt(messages.isEmpty() ? 1 : 0, 19); more >= 0; more--) {
        messages.add(random.nextLong(1_000));
      }
      histories.add(messages);
      String deployment = "p/m" + random.nextInt(2);
      long read = random.nextInt(3) == 0 ? 0 : 1 + random.nextLong(500);

      Known known = latest(model, key, messages);
      ConversationTrail trail = trail(messages);
      Conversations.Turn turn = conversations.latest(key, trail);

      assertThat(turn == null ? -1 : turn.inputTokens())
          .as("step %d", step)
          .isEqualTo(known == null ? -1 : known.inputTokens());
      WriteSurcharge surcharge = turn == null ? null : turn.surcharge();
      Unread unread = known == null ? null : known.unread();
      if (unread != null && read > 0) {
        long expected = unread.take(deployment, read);
        assertThat(Objects.requireNonNull(surcharge).redeem(deployment, read).pico())
            .as("step %d", step)
            .isEqualTo(expected);
        redeemed += expected;
        met++;
      }
      boolean writes = random.nextBoolean();
      long tokens = 1 + random.nextLong(400);
      long pico = 1 + random.nextLong(1_000_000);
      long input = random.nextLong(100_000);
      conversations.remember(
          key,
          trail,
          new Conversations.Turn(
              input,
              writes ? new WriteSurcharge(deployment, tokens, new Picodollars(pico)) : surcharge));
      model.put(
          key + messages,
          new Known(input, writes ? new Unread(deployment, tokens, pico) : unread, nanos.get()));
    }
    // A simulation in which nothing meets would agree as well.
    assertThat(met).isGreaterThan(STEPS / 100);
    assertThat(redeemed).isPositive();
  }

  /** The longest beginning that is known, of those that are no more than 16 messages shorter. */
  private @Nullable Known latest(Map<String, Known> model, String key, List<Long> messages) {
    for (int back = 0; back < Math.min(messages.size(), ConversationTrail.MARKS_MAX); back++) {
      Known known = model.get(key + messages.subList(0, messages.size() - back));
      if (known != null && nanos.get() - known.atNanos() < Conversations.KEPT.toNanos()) {
        return known;
      }
    }
    return null;
  }

  @Test
  void a_conversation_is_forgotten_after_an_hour_and_by_other_keys_never_known() {
    ConversationTrail trail = ConversationTrail.of(1, 2, 3);
    conversations.remember(KEY, trail, new Conversations.Turn(70, null));

    assertThat(conversations.latest(KEY, ConversationTrail.of(2, 3, 4, 5))).isNotNull();
    assertThat(conversations.latest("key-2", trail)).isNull();
    nanos.addAndGet(Conversations.KEPT.toNanos());
    assertThat(conversations.latest(KEY, trail)).isNull();
  }

  @Test
  void the_longest_beginning_counts() {
    conversations.remember(KEY, ConversationTrail.of(1), new Conversations.Turn(10, null));
    conversations.remember(KEY, ConversationTrail.of(1, 2), new Conversations.Turn(20, null));

    assertThat(conversations.latest(KEY, ConversationTrail.of(1, 2, 3)))
        .isEqualTo(new Conversations.Turn(20, null));
    assertThat(conversations.latest(KEY, ConversationTrail.of(1, 4)))
        .isEqualTo(new Conversations.Turn(10, null));
    assertThat(conversations.latest(KEY, ConversationTrail.NONE)).isNull();
  }

  @Test
  void no_more_is_kept_than_is_allowed() {
    Conversations few = new Conversations(nanos::get, 10);
    LongStream.range(0, 10_000)
        .forEach(i -> few.remember(KEY, ConversationTrail.of(i), new Conversations.Turn(i, null)));
    few.cleanUp();

    assertThat(
            LongStream.range(0, 10_000)
                .filter(i -> few.latest(KEY, ConversationTrail.of(i)) != null)
                .count())
        .isLessThanOrEqualTo(10);
  }

  @Test
  void branches_on_two_loops_redeem_every_pico_dollar_once() throws Exception {
    try (ExecutorService loops = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 200; round++) {
        long paid = 1_000_000L + round;
        ConversationTrail trail = ConversationTrail.of(round);
        conversations.remember(
            KEY,
            trail,
            new Conversations.Turn(100, new WriteSurcharge("p/m", 1_000, new Picodollars(paid))));
        Callable<Long> branch =
            () -> {
              long taken = 0;
              for (int i = 0; i < 150; i++) {
                Conversations.Turn turn = conversations.latest(KEY, trail);
                WriteSurcharge surcharge = turn == null ? null : turn.surcharge();
                taken += surcharge == null ? 0 : surcharge.redeem("p/m", 7).pico();
              }
              return taken;
            };
        long taken = 0;
        for (Future<Long> loop : loops.invokeAll(List.of(branch, branch))) {
          taken += get(loop);
        }
        assertThat(taken).isEqualTo(paid);
      }
    }
  }

  private static long get(Future<Long> loop) throws InterruptedException {
    try {
      return loop.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
