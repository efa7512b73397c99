package io.tollgate.gateway.config;

import io.tollgate.gateway.keys.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A directory in a file of keys.
 *
 * @param file where it is
 */
public record FileDirectory(Path file) implements DirectoryEditor {

  @Override
  public Directory read() throws IOException, InvalidFilesException {
    return KeyFile.read(file);
  }

  @Override
  public Directory edit(String by, UnaryOperator<Directory> change)
      throws IOException, InvalidFilesException {
    return KeyFile.edit(file, change);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
