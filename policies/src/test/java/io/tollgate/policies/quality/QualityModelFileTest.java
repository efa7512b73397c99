package io.tollgate.policies.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class QualityModelFileTest {

  private static final QualityModel MODEL = Sample.learnt(Sample.of(200, 20_261_129));
  private static final byte[] FILE = QualityModelFile.write(MODEL);

  @Test
  void what_is_read_back_forecasts_the_same() throws DamagedFileException {
    QualityModel read = QualityModelFile.read(FILE);
    assertThat(read.card()).isEqualTo("a sample");
    assertThat(read.modelIds()).isEqualTo(MODEL.modelIds());
    assertThat(read.kinds()).isEqualTo(MODEL.kinds());
    for (Prompt prompt : Sample.of(50, 7).prompts()) {
      Forecasts before = MODEL.forecasts(prompt);
      Forecasts after = read.forecasts(prompt);
      for (String model : Sample.MODELS) {
        assertThat(after.qualityPpm(model)).isEqualTo(before.qualityPpm(model));
        assertThat(after.outputTokens(model)).isEqualTo(before.outputTokens(model));
        assertThat(after.mayDisplace(model, Sample.DEAR, 50_000))
            .isEqualTo(before.mayDisplace(model, Sample.DEAR, 50_000));
      }
      assertThat(after.agreements()).isEqualTo(before.agreements());
    }
    assertThat(QualityModelFile.write(read)).isEqualTo(FILE);
  }

  @Test
  void learning_twice_gives_the_same_bytes() {
    assertThat(QualityModelFile.write(Sample.learnt(Sample.of(200, 20_261_129)))).isEqualTo(FILE);
  }

  @Test
  void a_file_that_is_cut_anywhere_is_refused() {
    for (int length = 0; length < FILE.length; length++) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertThatThrownBy(() -> QualityModelFile.read(cut)).isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void a_file_with_any_byte_changed_is_refused() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 400; i++) {
      byte[] changed = FILE.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
      assertThatThrownBy(() -> QualityModelFile.read(changed))
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void a_changed_file_with_a_right_checksum_is_read_or_refused_and_nothing_else() {
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] changed = i % 2 == 0 ? FILE.clone() : Arrays.copyOf(FILE, random.nextInt(12, 4_000));
      changed[12 + random.nextInt(changed.length - 12)] = (byte) random.nextInt(256);
      try {
        QualityModelFile.read(signed(changed));
      } catch (DamagedFileException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(200);
  }

  @Test
  void a_weight_that_is_no_number_is_refused() {
    int firstWeight = 12 + 4 + "a sample".length() + 4;
    for (float weight : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      byte[] changed = FILE.clone();
      ByteBuffer.wrap(changed).putFloat(firstWeight, weight);
      assertThatThrownBy(() -> QualityModelFile.read(signed(changed)))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("a weight is " + weight);
    }
  }

  @Test
  void refusals_say_what_to_do() {
    assertThatThrownBy(() ->
            QualityModelFile.read("some other file".repeat(9).getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("name a file that `tollgate router train` wrote");
    assertThatThrownBy(() -> QualityModelFile.read(with(4, 99)))
        .hasMessageContaining("has format 99, and this Tollgate reads format 4; make it anew");
    assertThatThrownBy(() -> QualityModelFile.read(with(8, 1)))
        .hasMessageContaining("another table of token vectors; make it anew");
    assertThatThrownBy(() -> QualityModelFile.read(Arrays.copyOf(FILE, FILE.length - 9)))
        .hasMessageContaining("damaged or cut short; copy it again");
  }

  private static byte[] with(int at, int number) {
    byte[] changed = FILE.clone();
    ByteBuffer.wrap(changed).putInt(at, number);
    return signed(changed);
  }

  private static byte[] signed(byte[] bytes) {
    CRC32 crc = new CRC32();
    int length = bytes.length - Integer.BYTES;
    crc.update(bytes, 0, length);
    ByteBuffer.wrap(bytes).putInt(length, (int) crc.getValue());
    return bytes;
  }
}
