package dev.retrain.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retrain.testkit.PublicSignatures;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(
    packages = "dev.retrain.runtime",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RuntimeArchitectureTest {

  /** But for the edge adapter that names the one library it adapts. */
  @Test
  void namesNoLibraryInAPublicSignature() {
    assertThat(PublicSignatures.foreign(Retrainer.class))
        .allMatch(use -> use.startsWith("dev.retrain.runtime.source.OpenFeatureFlags"));
  }

  @ArchTest
  static final ArchRule theRuntimeNamesNoCloud =
      noClasses()
          .that()
          .resideInAPackage("dev.retrain.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.retrain.backend..",
              "com.amazonaws..",
              "software.amazon..",
              "com.google.cloud..",
              "com.azure..",
              "io.kubernetes..");

  /** Applications on a database server carry no embedded driver. */
  @ArchTest
  static final ArchRule theRuntimeNeedsNoDatabaseDriver =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sqlite..", "org.postgresql..", "dev.retrain.store.sqlite..");
}
