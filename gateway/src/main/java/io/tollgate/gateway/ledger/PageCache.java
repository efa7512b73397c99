package io.tollgate.gateway.ledger;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of files that the kernel keeps in memory: tells it of those that nobody will read soon
 * ({@code posix_fadvise}), so that what is written next takes their place and not that of others.
 *
 * <p>It is advice: without effect where there is no such call, and nobody fails for it.
 */
final class PageCache {

  private static final Logger LOG = LoggerFactory.getLogger(PageCache.class);

  private static final int READ_ONLY = 0;

  /** {@code POSIX_FADV_DONTNEED} of Linux; others number it differently. */
  private static final int DONT_NEED = 4;

  private static volatile @Nullable PageCache system = find();

  private final MethodHandle open;
  private final MethodHandle advise;
  private final MethodHandle close;

  @SuppressWarnings("restricted") // the signatures are those of the C library
  private PageCache(Linker linker) {
    this.open =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    this.advise =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("posix_fadvise"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    this.close =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  private static @Nullable PageCache find() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    try {
      return new PageCache(Linker.nativeLinker());
    } catch (RuntimeException e) {
      LOG.info("Written pages stay in the system's cache: {}", "" + e);
      return null;
    }
  }

  /**
   * Gives back the pages of the beginning of a file, as far as they are on the disk.
   *
   * @param end the byte after the last; one in the middle of a page or of several that the kernel
   *     keeps together stays
   */
  static void forget(Path file, long end) {
    PageCache cache = system;
    if (cache == null) {
      return;
    }
    try {
      cache.give(file, end);
    } catch (Throwable e) {
      system = null;
      LOG.warn("Pages of {} and what follows stay in the system's cache: {}", file, "" + e);
    }
  }

  private void give(Path file, long end) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
      if (descriptor >= 0) {
        try {
          int _ = (int) advise.invokeExact(descriptor, 0L, end, DONT_NEED);
        } finally {
          int _ = (int) close.invokeExact(descriptor);
        }
      }
    }
  }
}
