package io.tollgate.gateway.prices;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tar archive in memory, in the formats of POSIX (ustar and pax) and of GNU tar.
 * Symbolic links within the archive are followed.
 */
final class TarArchive {

  private static final int BLOCK = 512;
  private static final int LINKS_MAX = 8;

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> links = new LinkedHashMap<>();

  private TarArchive() {}

  static boolean isTar(byte[] bytes) {
    return bytes.length >= BLOCK && text(bytes, 257, 5).equals("ustar");
  }

  /**
   * The files by path, in the order of their paths; links as the files they lead to.
   *
   * @throws IllegalArgumentException if the archive is cut short or is none
   */
  static Map<String, byte[]> files(byte[] tar) {
    TarArchive archive = new TarArchive();
    archive.read(tar);
    Map<String, byte[]> found = new TreeMap<>(archive.files);
    archive.links.forEach((path, target) -> {
      byte[] file = archive.follow(target);
      if (file != null) {
        found.putIfAbsent(path, file);
      }
    });
    return found;
  }

  private void read(byte[] tar) {
    String longName = null;
    String longLink = null;
    for (int at = 0; at + BLOCK <= tar.length && tar[at] != 0; ) {
      long size = octal(tar, at + 124, 12);
      long end = at + BLOCK + size;
      if (end > tar.length) {
        throw new IllegalArgumentException("the tar archive is cut short: fetch it again");
      }
      byte[] body = Arrays.copyOfRange(tar, at + BLOCK, (int) end);
      char type = (char) tar[at + 156];
      String prefix = text(tar, at + 345, 155);
      String name = text(tar, at, 100);
      String path = longName != null ? longName : prefix.isEmpty() ? name : prefix + "/" + name;
      String target = longLink != null ? longLink : text(tar, at + 157, 100);
      switch (type) {
        case 'L' -> longName = text(body, 0, body.length);
        case 'K' -> longLink = text(body, 0, body.length);
        case 'x' -> {
          longName = pax(body, "path", longName);
          longLink = pax(body, "linkpath", longLink);
        }
        case 'g' -> {}
        default -> {
          if (type == '0' || type == 0) {
            files.put(path, body);
          } else if (type == '2') {
            links.put(path, resolve(path, target));
          }
          longName = null;
          longLink = null;
        }
      }
      at = (int) Math.min(tar.length, (end + BLOCK - 1) / BLOCK * BLOCK);
    }
  }

  private byte @Nullable [] follow(String target) {
    String path = target;
    for (int i = 0; i < LINKS_MAX && path != null; i++) {
      byte[] file = files.get(path);
      if (file != null) {
        return file;
      }
      path = links.get(path);
    }
    return null;
  }

  /** The path of a link's target, which is relative to the folder that the link is in. */
  private static String resolve(String link, String target) {
    return Path.of(link).resolveSibling(target).normalize().toString();
  }

  /** The value of a pax record: {@code length key=value\n}. */
  private static @Nullable String pax(byte[] body, String key, @Nullable String fallback) {
    for (String line : new String(body, StandardCharsets.UTF_8).split("\n", -1)) {
      int space = line.indexOf(' ');
      if (line.startsWith(key + "=", space + 1)) {
        return line.substring(space + key.length() + 2);
      }
    }
    return fallback;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] bytes, int from, int length) {
    String digits = text(bytes, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no tar archive: a size of \"" + digits + "\"", e);
    }
  }
}
