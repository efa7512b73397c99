package io.tollgate.adapters.gemini;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells of it.
 *
 * @param name in lower case
 * @param major its generation; that of a name without one, such as {@code gemini-flash-latest}, is
 *     taken for the newest
 * @param minor the number after it, 0 where there is none
 */
record GeminiModel(String name, int major, int minor) {

  private static final int NEWEST = 99;
  private static final Pattern VERSION = Pattern.compile("gemini-([0-9]{1,2})(?:\\.([0-9]{1,2}))?");

  static GeminiModel of(String upstreamModel) {
    String name = upstreamModel.toLowerCase(Locale.ROOT);
    Matcher version = VERSION.matcher(name);
    if (!version.find()) {
      return new GeminiModel(name, NEWEST, 0);
    }
    String minor = version.group(2);
    return new GeminiModel(
        name, Integer.parseInt(version.group(1)), minor == null ? 0 : Integer.parseInt(minor));
  }

  /** Whether it thinks before it answers: since 2.5. */
  boolean thinks() {
    return major > 2 || (major == 2 && minor >= 5);
  }

  /** Whether thinking is set by a level, calls are signed, and results may hold media: since 3. */
  boolean hasThinkingLevels() {
    return major >= 3;
  }

  /** Whether it is of the largest kind, which cannot stop thinking. */
  boolean isPro() {
    return name.contains("-pro");
  }

  /** Whether it is of the smallest kind. */
  boolean isLite() {
    return name.contains("-lite");
  }

  /** Whether it is 3 Pro, which knows only two levels. */
  boolean isFirstProWithLevels() {
    return isPro() && major == 3 && minor == 0;
  }
}
