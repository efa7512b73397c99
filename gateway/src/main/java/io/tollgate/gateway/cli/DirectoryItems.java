package io.tollgate.gateway.cli;

import io.tollgate.gateway.config.DirectoryEditor;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.keys.Directory;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sets, lists and removes what has an id in the file of keys. */
final class DirectoryItems {

  @Mixin private KeyFileOption file;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * A kind of such things.
   *
   * @param name one of them, for messages
   * @param all those in a directory
   * @param with the directory with others in their place
   */
  record Kind<T>(
      String name,
      Function<T, String> id,
      Function<Directory, List<T>> all,
      BiFunction<Directory, List<T>, Directory> with) {

    /** The directory without the one of an id. */
    List<T> others(Directory directory, String id) {
      List<T> others = new ArrayList<>(all.apply(directory));
      others.removeIf(each -> this.id.apply(each).equals(id));
      return others;
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DirectoryItems() {}

  /** Makes one, or puts it in the place of the one that has its id. */
  <T> int set(Kind<T> kind, Supplier<T> making) throws IOException, InvalidFilesException {
    DirectoryEditor target = file.directory();
    String id;
    try {
      T made = making.get();
      id = kind.id().apply(made);
      target.edit(
          KeyFileOption.editor(),
          directory -> {
            List<T> items = kind.others(directory, kind.id().apply(made));
            items.add(made);
            return kind.with().apply(directory, items);
          });
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    say(capitalized(kind.name()) + " " + id + " is in " + target + ".");
    return 0;
  }

  /** All there are. */
  <T> List<T> list(Kind<T> kind) throws IOException, InvalidFilesException {
    return kind.all().apply(file.directory().read());
  }

  <T> int remove(Kind<T> kind, String id) throws IOException, InvalidFilesException {
    DirectoryEditor target = file.directory();
    if (list(kind).stream().noneMatch(each -> kind.id().apply(each).equals(id))) {
      say("tollgate: no " + kind.name() + " " + id + " in " + target + ".");
      return Tollgate.FOUND_WRONG;
    }
    target.edit(
        KeyFileOption.editor(),
        directory -> kind.with().apply(directory, kind.others(directory, id)));
    say(capitalized(kind.name()) + " " + id + " is removed.");
    return 0;
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println(sentence);
  }

  private static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
