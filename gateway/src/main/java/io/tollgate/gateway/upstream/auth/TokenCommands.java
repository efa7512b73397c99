package io.tollgate.gateway.upstream.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that prints a token. It is started without a shell, with nothing on its standard input,
 * and ended when it takes too long.
 */
final class TokenCommands implements TokenSource {

  private static final int OUTPUT_BYTES_MAX = 64 << 10;
  private static final int REASON_CHARS_MAX = 200;

  private final List<String> command;
  private final Duration timeout;
  private final InstantSource clock;

  TokenCommands(List<String> command, Duration timeout, InstantSource clock) {
    this.command = command;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public Token get() throws IOException, InterruptedException {
    String program = command.getFirst();
    Process process = new ProcessBuilder(command).start();
    try {
      process.getOutputStream().close();
      FutureTask<String> output = reading(process.getInputStream());
      FutureTask<String> complaints = reading(process.getErrorStream());
      long end = System.nanoTime() + timeout.toNanos();
      if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(program + " took longer than " + timeout.toMillis() + " ms");
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            program + " ended with " + process.exitValue() + said(await(complaints, end, program)));
      }
      String text = await(output, end, program);
      if (text.isBlank()) {
        throw new IOException(program + " printed nothing");
      }
      return TokenAnswer.read(text, clock.instant());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** On a thread of its own: what is not read would stop the program. */
  private static FutureTask<String> reading(InputStream in) {
    FutureTask<String> reading =
        new FutureTask<>(() -> {
          try (in) {
            byte[] bytes = in.readNBytes(OUTPUT_BYTES_MAX);
            in.transferTo(OutputStream.nullOutputStream());
            return new String(bytes, StandardCharsets.UTF_8);
          }
        });
    Thread.ofVirtual().start(reading);
    return reading;
  }

  private static String await(FutureTask<String> reading, long end, String program)
      throws IOException, InterruptedException {
    try {
      return reading.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the output of " + program + " cannot be read", e);
    } catch (TimeoutException e) {
      throw new IOException("the output of " + program + " does not end", e);
    }
  }

  private static String said(String complaints) {
    String line = complaints.replaceAll("[^ -~]+", " ").strip();
    return line.isEmpty()
        ? ""
        : ": " + line.substring(0, Math.min(line.length(), REASON_CHARS_MAX));
  }
}
