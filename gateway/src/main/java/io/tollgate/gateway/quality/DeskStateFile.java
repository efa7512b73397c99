package io.tollgate.gateway.quality;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that budgets are remembered in: replaced whole, so that it is the old one or the new
 * one. One that cannot be understood is set aside.
 *
 * <p>For one thread at a time; blocks.
 */
final class DeskStateFile {

  private static final Logger LOG = LoggerFactory.getLogger(DeskStateFile.class);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Path file;

  DeskStateFile(Path folder) {
    this.file = folder.resolve("state.json");
  }

  /** What was remembered; nothing where there is no file, or none that can be understood. */
  DeskState read() {
    try {
      DeskState state = JSON.readValue(Files.readAllBytes(file), DeskState.class);
      return Objects.requireNonNull(state, "null");
    } catch (NoSuchFileException e) {
      return DeskState.EMPTY;
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be read, so quality and spend budgets start fresh: {}", file, e.toString());
      return DeskState.EMPTY;
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      setAside();
      return DeskState.EMPTY;
    }
  }

  private void setAside() {
    Path aside = file.resolveSibling("state.json.damaged");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "{} is damaged: set aside as {}. Quality and spend budgets start fresh", file, aside);
    } catch (IOException e) {
      LOG.warn("{} is damaged and cannot be moved. Quality and spend budgets start fresh", file);
    }
  }

  /** Replaces what was remembered. */
  void write(DeskState state) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling("state.json.new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(state));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
