package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SyncAheadTest {

  /** A segment of which a sync lasts until it is let go. */
  private static final class HeldSegment implements Disk.Segment {

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final @Nullable IOException failure;

    HeldSegment(@Nullable IOException failure) {
      this.failure = failure;
    }

    @Override
    public void force() throws IOException {
      try {
        letGo.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void write(ByteBuffer bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void truncate(long bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long bytes() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void whoever_ends_a_segment_learns_that_the_sync_under_way_failed_before_anybody_is_told()
      throws Exception {
    HeldSegment segment = new HeldSegment(new IOException("Input/output error"));
    CountDownLatch learned = new CountDownLatch(1);
    CompletableFuture<SyncFailure> told = new CompletableFuture<>();
    // As the one who is told waits for whoever holds the pen.
    try (SyncAhead ahead =
        new SyncAhead(failure -> {
          try {
            learned.await();
            told.complete(failure);
          } catch (InterruptedException e) {
            told.completeExceptionally(e);
          }
        })) {
      assertThat(ahead.begin(segment)).isTrue();
      Thread.ofVirtual().start(segment.letGo::countDown);
      assertThatThrownBy(ahead::await)
          .isInstanceOf(SyncFailure.class)
          .hasMessageContaining("Input/output error");
      learned.countDown();
      assertThat(told.get()).hasMessageContaining("Input/output error");
    }
  }

  @Test
  void one_sync_is_under_way_at_a_time_and_one_that_succeeds_is_told_to_nobody() throws Exception {
    HeldSegment first = new HeldSegment(null);
    HeldSegment second = new HeldSegment(null);
    second.letGo.countDown();
    try (SyncAhead ahead =
        new SyncAhead(failure -> {
          throw new AssertionError(failure);
        })) {
      ahead.await();
      assertThat(ahead.begin(first)).isTrue();
      assertThat(ahead.begin(second)).isFalse();
      first.letGo.countDown();
      ahead.await();
      assertThat(ahead.begin(second)).isTrue();
      ahead.await();
    }
  }
}
