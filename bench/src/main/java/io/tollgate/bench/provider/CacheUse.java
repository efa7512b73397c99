package io.tollgate.bench.provider;

/**
 * What a prompt cache did for a request, by directive: {@code read=N,write=N,write1h=N}.
 *
 * @param read input tokens read from it
 * @param write input tokens written to it for five minutes
 * @param writeHour input tokens written to it for an hour
 */
record CacheUse(long read, long write, long writeHour) {

  /**
   * Reads a directive.
   *
   * @throws IllegalArgumentException if it cannot be understood
   */
  static CacheUse parse(String argument) {
    long read = 0;
    long write = 0;
    long writeHour = 0;
    for (String part : argument.split(",", -1)) {
      String[] count = part.split("=", 2);
      long tokens = count.length < 2 ? -1 : Long.parseLong(count[1]);
      if (tokens < 0) {
        throw new IllegalArgumentException("cache: " + part + " (expected: read=N, ...)");
      }
      switch (count[0]) {
        case "read" -> read = tokens;
        case "write" -> write = tokens;
        case "write1h" -> writeHour = tokens;
        default -> throw new IllegalArgumentException("cache: " + part);
      }
    }
    return new CacheUse(read, write, writeHour);
  }

  long total() {
    return read + write + writeHour;
  }
}
