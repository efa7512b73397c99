package io.tollgate.gateway.quality;

/**
 * Bounds on measurement, and what is written of it.
 *
 * @param concurrentMax measurements that run at one time on an event loop, at least 1
 * @param waitingMax measurements that may wait on an event loop, at least 0; what comes beyond is
 *     dropped
 * @param promptBytesMax requests with larger bodies are not measured
 * @param outputTokensMax the longest answer that is asked for in a measurement
 * @param recordText whether prompts are written to the log of labels
 * @param labelBytesMax the most that the log of labels keeps on disk
 */
public record MeasurementSettings(
    int concurrentMax,
    int waitingMax,
    int promptBytesMax,
    int outputTokensMax,
    boolean recordText,
    long labelBytesMax) {

  /**
   * Two at a time and 32 waiting per event loop, 64 KiB prompts, 4,096 tokens, no texts, 64 MiB.
   */
  public static final MeasurementSettings DEFAULTS =
      new MeasurementSettings(2, 32, 64 << 10, 4_096, false, 64 << 20);
}
