package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The price books that a command line names. */
final class PriceFiles {

  /** The name of the prices that Tollgate comes with. */
  static final String BUILT_IN = "builtin";

  private PriceFiles() {}

  /** The built-in prices with files laid over them, as a gateway has them. */
  static PriceBook inForce(List<Path> files) throws IOException, InvalidFilesException {
    PriceBook book = BuiltIn.prices();
    for (Path file : files) {
      book = book.plus(read(file));
    }
    return book;
  }

  /** One file alone, or the built-in prices. */
  static PriceBook named(String name) throws IOException, InvalidFilesException {
    return name.equals(BUILT_IN) ? BuiltIn.prices() : read(Path.of(name));
  }

  private static PriceBook read(Path file) throws IOException, InvalidFilesException {
    return valueOf(PriceFile.parse(file.toString(), Files.readString(file)));
  }

  /** What a file says, if it says it without a mistake. */
  static <T> T valueOf(Parsed<T> parsed) throws InvalidFilesException {
    return switch (parsed) {
      case Parsed.Ok<T> ok -> ok.value();
      case Parsed.Failed<T> failed -> throw new InvalidFilesException(failed.problems());
    };
  }
}
