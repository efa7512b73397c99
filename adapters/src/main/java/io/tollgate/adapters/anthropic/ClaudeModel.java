package io.tollgate.adapters.anthropic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model takes and what it refuses, by its name. Anthropic refuses with status 400 what a
 * model does not take, so a translation has to know.
 *
 * <p>A name without a version of Claude is another vendor's model behind this dialect, which is
 * taken to follow the dialect as it was before Claude 4.6. Source: Anthropic's migration guides and
 * the tables of the AI SDK (@ai-sdk/anthropic 3.0.138), November 2026.
 *
 * @param claude whether it is one of Anthropic's
 * @param family {@code opus}, {@code sonnet}, {@code haiku}, {@code fable}, ...; empty for others
 * @param version major version times 100 and minor version; 0 where it is not Claude
 */
record ClaudeModel(boolean claude, String family, int version) {

  /** Families' versions stand after their names since Claude 4, and before them until then. */
  private static final Pattern NEW_NAME =
      Pattern.compile("claude-([a-z]+)-(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

  private static final Pattern OLD_NAME = Pattern.compile("claude-(\\d)(?:[-.](\\d))?-([a-z]+)");

  /** The traits of a model, whatever its provider puts around its name. */
  static ClaudeModel of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher old = OLD_NAME.matcher(lower);
    if (old.find()) {
      return new ClaudeModel(true, old.group(3), version(old.group(1), old.group(2)));
    }
    Matcher matcher = NEW_NAME.matcher(lower);
    if (matcher.find()) {
      return new ClaudeModel(true, matcher.group(1), version(matcher.group(2), matcher.group(3)));
    }
    return new ClaudeModel(false, "", 0);
  }

  private static int version(String major, @Nullable String minor) {
    return 100 * Integer.parseInt(major) + (minor == null ? 0 : Integer.parseInt(minor));
  }

  /** Whether it takes temperature, top_p and top_k. */
  boolean takesSampling() {
    return version < 407;
  }

  /** Whether temperature and top_p may be set together. */
  boolean takesTemperatureWithTopP() {
    return version < 401;
  }

  /** Whether it decides by itself how much to think, and takes an effort. */
  boolean thinksAdaptively() {
    return version >= 406;
  }

  /** Whether it can think at all. */
  boolean thinks() {
    return !claude || version >= 307;
  }

  /** Whether it thinks unless told not to. */
  boolean thinksByDefault() {
    return version >= 500;
  }

  /** Whether it refuses to be told not to think. */
  boolean thinksAlways() {
    return switch (family) {
      case "fable", "mythos" -> version >= 500;
      case "haiku" -> false;
      default -> version >= 505;
    };
  }

  /** Whether it can be told to call a tool. */
  boolean takesForcedTool() {
    return switch (family) {
      case "fable", "mythos" -> version < 501;
      case "haiku" -> true;
      default -> version < 505;
    };
  }

  /** Whether it goes on from an assistant turn that ends the request. */
  boolean takesPrefill() {
    return version < 406;
  }

  /** Whether it answers in a JSON schema, and holds the arguments of strict tools to theirs. */
  boolean takesSchema() {
    return version >= 405 || (version == 401 && family.equals("opus"));
  }

  /** Whether it takes the effort {@code xhigh}. */
  boolean takesExtraHighEffort() {
    return version >= 407;
  }
}
