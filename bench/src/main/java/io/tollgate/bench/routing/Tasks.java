package io.tollgate.bench.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;

/** Work of known number, done by some threads at one time. */
final class Tasks {

  private final List<Runnable> tasks = new ArrayList<>();

  void add(Runnable task) {
    tasks.add(task);
  }

  int count() {
    return tasks.size();
  }

  /**
   * Does everything, and returns when all is done.
   *
   * @param progress hears the share that is done, 0 to 1
   */
  void run(int threads, DoubleConsumer progress) throws InterruptedException {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(pool.submit(task)));
      for (int done = 0; done < running.size(); done++) {
        progress.accept((double) done / running.size());
        wait(running.get(done), pool);
      }
      progress.accept(1);
    }
  }

  private static void wait(Future<?> running, ExecutorService pool) throws InterruptedException {
    try {
      running.get();
    } catch (ExecutionException failed) {
      pool.shutdownNow();
      throw new IllegalStateException("the evaluation failed: " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      pool.shutdownNow();
      throw interrupted;
    }
  }
}
