package io.tollgate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VirtualKeysTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String TEXT = KeyText.generate(new SplittableRandom(1));
  private static final VirtualKey KEY = VirtualKey.of(TEXT, "my app");
  private static final VirtualKeys KEYS = VirtualKeys.of(List.of(KEY));

  @Test
  void a_new_key_is_recognised_and_opens() {
    assertThat(TEXT).matches("tg_[0-9a-f]{12}_[0-9a-f]{56}");
    assertThat(KeyText.publicId(TEXT)).isEqualTo(KEY.id()).isEqualTo(TEXT.substring(3, 15));
    assertThat(KEYS.authenticate(PresentedKey.of(TEXT), NOW)).isEqualTo(KEY);
    assertThat(KEYS.all()).containsExactly(KEY);
  }

  @Test
  void keys_differ_and_only_by_what_is_random() {
    SplittableRandom random = new SplittableRandom(2);
    assertThat(KeyText.generate(random)).isNotEqualTo(KeyText.generate(random));
    assertThat(KeyText.generate(new SplittableRandom(1))).isEqualTo(TEXT);
  }

  @Test
  void every_change_of_a_single_character_is_recognised_without_looking_it_up() {
    String characters = "0123456789abcdefgABCDEF_- \u0130\u0000";
    for (int i = 0; i < TEXT.length(); i++) {
      for (int j = 0; j < characters.length(); j++) {
        char c = characters.charAt(j);
        if (c != TEXT.charAt(i)) {
          String changed = TEXT.substring(0, i) + c + TEXT.substring(i + 1);
          assertThat(KeyText.publicId(changed)).as(changed).isNull();
          assertThat(KEYS.authenticate(PresentedKey.of(changed), NOW)).as(changed).isNull();
        }
      }
    }
  }

  @Test
  void two_characters_that_changed_places_are_recognised() {
    for (int i = 3; i + 1 < TEXT.length(); i++) {
      if (TEXT.charAt(i) != TEXT.charAt(i + 1)) {
        String changed =
            TEXT.substring(0, i) + TEXT.charAt(i + 1) + TEXT.charAt(i) + TEXT.substring(i + 2);
        assertThat(KEYS.authenticate(PresentedKey.of(changed), NOW)).as(changed).isNull();
      }
    }
  }

  @Test
  void nothing_shorter_longer_or_like_it_opens() {
    for (String other :
        List.of(
            "",
            "tg_",
            TEXT.substring(1),
            TEXT.substring(0, TEXT.length() - 1),
            TEXT + "0",
            " " + TEXT,
            TEXT.toUpperCase(Locale.ROOT),
            TEXT + TEXT)) {
      assertThat(KEYS.authenticate(PresentedKey.of(other), NOW)).as(other).isNull();
    }
  }

  @Test
  void what_is_stored_does_not_open() {
    assertThat(KEYS.authenticate(PresentedKey.of(KEY.secretSha256()), NOW)).isNull();
    assertThat(KEYS.authenticate(PresentedKey.of("tg_" + KEY.id() + "_" + KEY.secretSha256()), NOW))
        .isNull();
    assertThat(KEYS.authenticate(PresentedKey.of(KEY.id()), NOW)).isNull();
    assertThat(KEY.toString()).doesNotContain(TEXT.substring(16));
  }

  @Test
  void a_well_formed_key_that_nobody_made_does_not_open() {
    assertThat(KEYS.authenticate(PresentedKey.of(KeyText.generate(new SplittableRandom(3))), NOW))
        .isNull();
    assertThat(VirtualKeys.of(List.of()).authenticate(PresentedKey.of(TEXT), NOW)).isNull();
  }

  @Test
  void a_well_formed_key_with_the_public_id_of_another_does_not_open() {
    VirtualKey mixed =
        new VirtualKey(
            KEY.id(),
            "mixed",
            VirtualKey.of(KeyText.generate(new SplittableRandom(4)), "other").secretSha256(),
            null);
    assertThat(VirtualKeys.of(List.of(mixed)).authenticate(PresentedKey.of(TEXT), NOW)).isNull();
  }

  @Test
  void a_revoked_key_does_not_open_and_stays_listed() {
    VirtualKey revoked = KEY.revoked(Instant.parse("2026-11-21T00:00:00Z"));
    VirtualKeys keys = VirtualKeys.of(List.of(revoked));

    assertThat(revoked.isActive(NOW)).isFalse();
    assertThat(keys.authenticate(PresentedKey.of(TEXT), NOW)).isNull();
    assertThat(keys.all()).containsExactly(revoked);
    assertThat(revoked.revoked(Instant.EPOCH)).as("revoked twice").isEqualTo(revoked);
  }

  @Test
  void a_key_opens_until_it_expires() {
    KeyTerms terms = new KeyTerms(null, null, Map.of(), Grants.EVERYTHING, null, false, NOW, null);
    VirtualKeys keys = VirtualKeys.of(List.of(VirtualKey.of(TEXT, "short", terms)));
    assertThat(keys.authenticate(PresentedKey.of(TEXT), NOW.minusMillis(1))).isNotNull();
    assertThat(keys.authenticate(PresentedKey.of(TEXT), NOW)).isNull();
  }

  @Test
  void after_a_rotation_both_secrets_open_for_some_time_and_then_the_new_one() {
    String next = KeyText.generate(new SplittableRandom(5), KEY.id());
    VirtualKeys keys = VirtualKeys.of(List.of(KEY.rotated(next, NOW)));
    assertThat(keys.authenticate(PresentedKey.of(next), NOW.minusMillis(1))).isNotNull();
    assertThat(keys.authenticate(PresentedKey.of(TEXT), NOW.minusMillis(1))).isNotNull();
    assertThat(keys.authenticate(PresentedKey.of(next), NOW)).isNotNull();
    assertThat(keys.authenticate(PresentedKey.of(TEXT), NOW)).isNull();
    VirtualKey revoked = KEY.rotated(next, NOW).revoked(NOW);
    VirtualKeys none = VirtualKeys.of(List.of(revoked));
    assertThat(none.authenticate(PresentedKey.of(next), NOW.minusMillis(1))).isNull();
    assertThat(none.authenticate(PresentedKey.of(TEXT), NOW.minusMillis(1))).isNull();
    assertThatThrownBy(() -> KEY.rotated(KeyText.generate(new SplittableRandom(6)), NOW))
        .hasMessageContaining("not a text of key");
  }

  @Test
  void two_keys_of_one_id_and_digests_of_another_length_are_refused() {
    assertThatThrownBy(() -> VirtualKeys.of(List.of(KEY, KEY))).hasMessageContaining("twice");
    assertThatThrownBy(
            () -> VirtualKeys.of(List.of(new VirtualKey(KEY.id(), "short", "ab12", null))))
        .hasMessageContaining("2 bytes (expected: 32)");
  }

  @Test
  void a_key_has_a_name_and_a_text() {
    assertThatThrownBy(() -> VirtualKey.of(TEXT, " ")).hasMessageContaining("name");
    assertThatThrownBy(() -> VirtualKey.of("tg_nothing", "name")).hasMessage("not a key");
  }
}
