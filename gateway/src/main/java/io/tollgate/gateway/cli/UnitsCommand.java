package io.tollgate.gateway.cli;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.config.DirectoryEditor;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.keys.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate units}: organisations, teams, projects and users. */
@Command(
    name = "units",
    mixinStandardHelpOptions = true,
    description = {
      "Organisations, teams, projects and users: whose keys are, and what they may use.",
      "A running gateway takes the change in within a second."
    })
final class UnitsCommand implements Runnable {

  @Mixin private KeyFileOption file;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  UnitsCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say set, list or remove.");
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a unit, or changes it to be as the options say.",
        "A team is a part of an organisation; a project of a team or an organisation; a user of"
            + " either, or of none. None may use more than what it is a part of."
      })
  int set(
      @Parameters(
              paramLabel = "UNIT",
              description = "organization:ID, team:ID, project:ID or user:ID.")
          String unit,
      @Option(names = "--name", description = "What people call it. Default: its id.")
          @Nullable String name,
      @Option(names = "--in", paramLabel = "UNIT", description = "What it is a part of.")
          @Nullable String parent,
      @Mixin GrantOptions grants)
      throws IOException, InvalidFilesException {
    DirectoryEditor target = file.directory();
    try {
      Scope scope = Scope.parse(unit);
      Unit made =
          new Unit(
              scope,
              name == null ? scope.id() : name,
              parent == null ? null : Scope.parse(parent),
              grants.grants());
      target.edit(
          KeyFileOption.editor(),
          directory -> {
            List<Unit> units = new ArrayList<>(directory.units());
            units.removeIf(other -> other.scope().equals(scope));
            units.add(made);
            return directory.withUnits(units);
          });
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getErr().println(unit + " is in " + target + ".");
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the units.")
  int list() throws IOException, InvalidFilesException {
    for (Unit unit : file.directory().read().units()) {
      Scope parent = unit.parent();
      spec.commandLine()
          .getOut()
          .printf("%-32s  %-32s  %s%n", unit.scope(), unit.name(), parent == null ? "-" : parent);
    }
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a unit that nothing belongs to any longer.")
  int remove(@Parameters(paramLabel = "UNIT", description = "Such as team:search.") String unit)
      throws IOException, InvalidFilesException {
    DirectoryEditor target = file.directory();
    try {
      Scope scope = Scope.parse(unit);
      target.edit(
          KeyFileOption.editor(),
          directory ->
              directory.withUnits(
                  directory.units().stream().filter(one -> !one.scope().equals(scope)).toList()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getErr().println(unit + " is not in " + target + ".");
    return 0;
  }
}
