package io.tollgate.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.adapters.conversation.ConversationTrail;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the latest conversations have sent and paid for, by the marks of their {@linkplain
 * ConversationTrail trails} and by virtual key, so that no tenant meets another's.
 *
 * <p>Kept in memory only, of this node: after a restart, at another node and after an hour a
 * conversation is taken for a new one. Nothing is carried then and nothing redeemed, so that less
 * of its bills is called resent context, and more of them cache writes that nobody used, than is
 * true.
 *
 * <p>Safe for use by several threads.
 */
public final class Conversations {

  private record Name(String key, long mark) {

    // Written out, since two are looked for in each request, and a record's own are far calls.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name name && mark == name.mark && key.equals(name.key);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + Long.hashCode(mark);
    }
  }

  /**
   * How far a conversation had come.
   *
   * @param inputTokens all tokens of input of its latest request
   * @param surcharge what was written to a cache at last; {@code null} where nothing was
   */
  record Turn(long inputTokens, @Nullable WriteSurcharge surcharge) {}

  /** The largest number of turns that are kept. */
  static final int TURNS_MAX = 100_000;

  /** How long a turn is kept: as long as a provider's cache may live. */
  static final Duration KEPT = Duration.ofHours(1);

  private final Cache<Name, Turn> turns;

  /** A memory without conversations. */
  public Conversations() {
    this(Ticker.systemTicker(), TURNS_MAX);
  }

  /**
   * A memory without conversations.
   *
   * @param ticker its clock
   * @param turnsMax the largest number of turns that are kept
   */
  Conversations(Ticker ticker, int turnsMax) {
    this.turns =
        Caffeine.newBuilder()
            .maximumSize(turnsMax)
            .expireAfterWrite(KEPT)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** The latest turn of a key's conversation that is known; {@code null} where none is. */
  @Nullable Turn latest(String key, ConversationTrail trail) {
    for (int back = 0; back < trail.size(); back++) {
      Turn turn = turns.getIfPresent(new Name(key, trail.mark(back)));
      if (turn != null) {
        return turn;
      }
    }
    return null;
  }

  /** Keeps a turn under the last mark of a trail that is not empty. */
  void remember(String key, ConversationTrail trail, Turn turn) {
    turns.put(new Name(key, trail.last()), turn);
  }

  /** Drops at once what is too much or too old, which otherwise happens by and by. */
  void cleanUp() {
    turns.cleanUp();
  }
}
