package io.tollgate.bench.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom, as drawn in the design. */
@AnalyzeClasses(
    packages = "io.tollgate",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
final class ArchitectureTest {

  /** Tests that another module lends come as a jar of their own. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule dependencies_point_from_gateway_to_adapters_to_policies =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("policies")
          .definedBy("io.tollgate.policies..")
          .layer("adapters")
          .definedBy("io.tollgate.adapters..")
          .layer("gateway")
          .definedBy("io.tollgate.gateway..")
          .layer("bench")
          .definedBy("io.tollgate.bench..")
          .whereLayer("bench")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("gateway")
          .mayOnlyBeAccessedByLayers("bench")
          .whereLayer("adapters")
          .mayOnlyBeAccessedByLayers("gateway", "bench");

  @ArchTest
  static final ArchRule packages_of_policies_and_adapters_are_free_of_cycles =
      slices().matching("io.tollgate.(policies|adapters).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule policies_and_adapters_have_no_sockets_threads_or_frameworks =
      noClasses()
          .that()
          .resideInAnyPackage("io.tollgate.policies..", "io.tollgate.adapters..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.netty..",
              "java.net..",
              "java.net.http..",
              "java.sql..",
              "java.nio.channels..",
              "java.nio.file..",
              // Not the packages below: an atomic reference is no thread.
              "java.util.concurrent",
              "java.util.concurrent.locks..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule policies_and_adapters_are_handed_time_and_randomness =
      noClasses()
          .that()
          .resideInAnyPackage("io.tollgate.policies..", "io.tollgate.adapters..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.random.RandomGenerator.class);

  @ArchTest
  static final ArchRule only_the_store_speaks_sql =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.tollgate.gateway.ledger..", "io.tollgate.gateway.store..", "io.tollgate.bench..")
          // DuckDB, which writes Parquet files, is spoken to in SQL and reads no store.
          .and()
          .haveNameNotMatching("io\\.tollgate\\.gateway\\.focus\\.Parquet(File|Library)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule nothing_executes_programs_scripts_or_serialised_objects =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tollgate.bench..")
          // The program that an operator names to print tokens; see design-decisions.md.
          .and()
          .doNotHaveFullyQualifiedName("io.tollgate.gateway.upstream.auth.TokenCommands")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("javax.script..");

  @ArchTest
  static final ArchRule money_is_never_floating_point_in_a_field =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              "io.tollgate.policies.money..",
              "io.tollgate.policies.price..",
              "io.tollgate.gateway.ledger..",
              "io.tollgate.gateway.reconcile..",
              "io.tollgate.gateway.focus..")
          .should()
          .notHaveRawType(floatingPoint());

  @ArchTest
  static final ArchRule money_is_never_floating_point_in_a_result =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              "io.tollgate.policies.money..",
              "io.tollgate.policies.price..",
              "io.tollgate.gateway.ledger..",
              "io.tollgate.gateway.reconcile..",
              "io.tollgate.gateway.focus..")
          .should()
          .notHaveRawReturnType(floatingPoint());

  @ArchTest
  static final ArchRule names_say_what_a_class_is =
      classes()
          .should()
          .haveNameNotMatching(".*(Utils?|Helper|Manager|Impl)$")
          .because("such names say nothing of a class's job");

  private static DescribedPredicate<JavaClass> floatingPoint() {
    return DescribedPredicate.describe(
        "a floating-point type",
        type ->
            type.getName().equals("double")
                || type.getName().equals("float")
                || type.getName().equals("java.lang.Double")
                || type.getName().equals("java.lang.Float"));
  }
}
