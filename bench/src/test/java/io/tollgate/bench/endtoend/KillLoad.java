package io.tollgate.bench.endtoend;

import io.tollgate.bench.audit.Order;
import io.tollgate.bench.audit.Seen;
import io.tollgate.bench.audit.Sender;
import io.tollgate.bench.audit.Sighting;
import io.tollgate.bench.endtoend.Lives.Life;
import io.tollgate.bench.rig.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Senders that send one order after the other through all lives of a gateway. */
final class KillLoad {

  /** How soon after a connection broke the gateway must turn out to be dead. */
  private static final Duration DEATH_KNOWN_WITHIN = Duration.ofSeconds(20);

  private final Lives lives;
  private final Sender sender;
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Seen> seen = new ArrayList<>();
  private long events;
  private @Nullable Throwable failure;

  private KillLoad(Rig rig, Lives lives) {
    this.lives = lives;
    this.sender = new Sender(rig.baseUrl(), rig.key(), this::event);
  }

  /** Starts senders; they wait for the first life. */
  static KillLoad start(Rig rig, Lives lives, SplittableRandom random, int senders) {
    return start(rig, lives, random, senders, Order::some);
  }

  /** The same with orders of one's own. */
  static KillLoad start(
      Rig rig,
      Lives lives,
      SplittableRandom random,
      int senders,
      Function<RandomGenerator, Order> orders) {
    KillLoad load = new KillLoad(rig, lives);
    for (int i = 0; i < senders; i++) {
      SplittableRandom own = random.split();
      load.threads.add(Thread.ofVirtual().start(() -> load.send(own, orders)));
    }
    return load;
  }

  private void send(SplittableRandom random, Function<RandomGenerator, Order> orders) {
    try {
      Life life;
      while ((life = lives.await()) != null) {
        Order order = orders.apply(random);
        add(new Seen(order, life.number(), judge(sender.send(order, life.client()), life)));
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      lock.lock();
      try {
        failure = e;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Only a dead gateway may leave its client in doubt. */
  private Sighting judge(Sighting sighting, Life life) throws InterruptedException {
    return switch (sighting) {
      case Sighting.Indeterminate(@Nullable String request)
          when !lives.awaitEnd(life, DEATH_KNOWN_WITHIN) ->
          new Sighting.Wrong(request, "the connection broke, the gateway lived on");
      case Sighting.Unsent _ when !lives.awaitEnd(life, DEATH_KNOWN_WITHIN) ->
          new Sighting.Wrong(null, "no connection to a gateway that runs");
      case Sighting.Indeterminate _, Sighting.Unsent _ -> sighting;
      case Sighting.Complete _, Sighting.Failed _, Sighting.Left _, Sighting.Wrong _ -> sighting;
    };
  }

  private void add(Seen one) {
    lock.lock();
    try {
      seen.add(one);
    } finally {
      lock.unlock();
    }
  }

  private void event() {
    lock.lock();
    try {
      events++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until clients have seen so many events more. */
  boolean awaitEvents(long more, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      long enough = events + more;
      while (events < enough) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** All that was seen, once every sender has ended. */
  List<Seen> awaitAll(Duration atMost) throws InterruptedException {
    for (Thread thread : threads) {
      if (!thread.join(atMost)) {
        throw new IllegalStateException("a sender waits for an answer for ever");
      }
    }
    if (failure != null) {
      throw new IllegalStateException("a sender failed", failure);
    }
    return List.copyOf(seen);
  }
}
