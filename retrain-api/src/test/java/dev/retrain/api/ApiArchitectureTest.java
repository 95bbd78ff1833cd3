package dev.retrain.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"dev.retrain.api", "dev.retrain.spi"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class ApiArchitectureTest {

  /** Methods and constructors name types of the JDK, of JSpecify and of retrain only. */
  @ArchTest
  static final ArchRule noVendorTypeInAPublicSignature = PublicSignatureRule.noLibraryType();

  /** What applications use needs nothing of what backends implement. */
  @ArchTest
  static final ArchRule theApiKnowsNoSpi =
      noClasses()
          .that()
          .resideInAPackage("dev.retrain.api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.retrain.spi..");

  /** What is run knows nothing of when, where and how it reaches users. */
  @ArchTest
  static final ArchRule pipelinesStandAlone =
      noClasses()
          .that()
          .resideInAPackage("..pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..retraining..", "..rollout..", "..registry..", "..source..");

  @ArchTest
  static final ArchRule documentsKnowNoDomain =
      noClasses()
          .that()
          .resideInAPackage("..document..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..pipeline..", "..retraining..", "..rollout..", "..metric..");

  @ArchTest
  static final ArchRule leavesAreFreeOfCycles =
      slices()
          .matching(
              "dev.retrain.api.(pipeline|document|error|metric|evaluation|registry|rollout)..")
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule conceptsOfTheSpiAreFreeOfCycles =
      slices().matching("dev.retrain.spi.(*)..").should().beFreeOfCycles();
}
