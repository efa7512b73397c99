package io.tollgate.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Remembers what a call reported. */
class RecordingListener implements UpstreamListener {

  private final List<String> steps = new CopyOnWriteArrayList<>();
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger chunkCount = new AtomicInteger();
  private final Signal over = new Signal();
  private final Signal chunks = new Signal();
  private volatile @Nullable UpstreamFailure failure;

  @Override
  public void head(int status, MultiMap headers) {
    steps.add("head " + status);
  }

  @Override
  public void chunk(Buffer data) {
    if (!"chunk".equals(steps.getLast())) {
      steps.add("chunk");
    }
    chunkCount.incrementAndGet();
    bytes.addAndGet(data.length());
    if (texts.size() < 10) {
      texts.add(data.toString(StandardCharsets.US_ASCII));
    }
    chunks.give();
  }

  @Override
  public void chunksRead() {
    reads.incrementAndGet();
  }

  @Override
  public void ended() {
    steps.add("ended");
    over.give();
  }

  @Override
  public void failed(UpstreamFailure reported) {
    steps.add("failed " + reported.kind());
    failure = reported;
    over.give();
  }

  /** The steps in order; chunks next to each other are one. */
  List<String> steps() {
    return steps;
  }

  /** The beginning of the body. */
  String text() {
    return String.join("", texts);
  }

  long bytes() {
    return bytes.get();
  }

  /** How many chunks there were. */
  int chunkCount() {
    return chunkCount.get();
  }

  /** How often it was told that there are no more of them for now. */
  int reads() {
    return reads.get();
  }

  String message() {
    UpstreamFailure reported = failure;
    return reported == null ? "" : reported.message();
  }

  /** Given with the end or the failure. */
  Signal over() {
    return over;
  }

  /** Given with each chunk. */
  Signal chunks() {
    return chunks;
  }
}
