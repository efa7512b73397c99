package io.tollgate.adapters.dialect;

import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.util.EnumMap;
import java.util.Map;

/**
 * The tokens of sound, pictures and film that a provider counts inside its totals, told apart from
 * those of text.
 *
 * <p>What is told apart never exceeds the total it is inside of: a detail that says more is taken
 * for the whole.
 *
 * @param audio tokens of sound in the prompt, cached ones included
 * @param image tokens of pictures in the prompt, cached ones included
 * @param video tokens of film in the prompt, cached ones included
 * @param cachedAudio tokens of sound that came from the cache
 * @param cachedImage tokens of pictures that came from the cache
 * @param cachedVideo tokens of film that came from the cache
 * @param spoken tokens of sound in the answer
 * @param drawn tokens of pictures in the answer
 */
public record MediaTokens(
    long audio,
    long image,
    long video,
    long cachedAudio,
    long cachedImage,
    long cachedVideo,
    long spoken,
    long drawn) {

  /**
   * The tokens of a report that does not say of what kind the cached ones are: they are taken to be
   * of text as far as there is text, then of sound.
   *
   * @param prompt tokens of the prompt, cached ones included
   * @param cached those of them that came from the cache
   */
  public static MediaTokens textCachedFirst(
      long prompt, long cached, long audio, long image, long spoken, long drawn) {
    long text = Math.max(0, prompt - audio - image);
    long rest = Math.max(0, cached - text);
    long cachedAudio = Math.min(audio, rest);
    long cachedImage = Math.min(image, rest - cachedAudio);
    return new MediaTokens(audio, image, 0, cachedAudio, cachedImage, 0, spoken, drawn);
  }

  /** A usage that counts these with text, with each where it belongs. */
  public Usage apart(Usage together) {
    if (audio + image + video + spoken + drawn == 0) {
      return together;
    }
    Map<Meter, Long> extras = new EnumMap<>(Meter.class);
    long read = together.inCacheRead();
    long heard = Math.min(Math.min(cachedAudio, audio), read);
    long left = together.inUncached();
    long audible = Math.min(audio - heard, left);
    left -= audible;
    long seen = Math.min(Math.max(0, image - cachedImage), left);
    left -= seen;
    long watched = Math.min(Math.max(0, video - cachedVideo), left);
    left -= watched;
    long voice = Math.min(spoken, together.outVisible());
    long picture = Math.min(drawn, together.outVisible() - voice);
    extras.put(Meter.IN_AUDIO, audible);
    extras.put(Meter.IN_AUDIO_CACHE_READ, heard);
    extras.put(Meter.IN_IMAGE, seen);
    extras.put(Meter.IN_VIDEO, watched);
    extras.put(Meter.OUT_AUDIO, voice);
    extras.put(Meter.OUT_IMAGE, picture);
    return new Usage(
        left,
        read - heard,
        together.inCacheWrite5m(),
        together.inCacheWrite1h(),
        together.inCacheWriteOther(),
        together.inTool(),
        together.outVisible() - voice - picture,
        together.outReasoning(),
        together.outOther(),
        Extras.of(extras));
  }
}
