package dev.retrain.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retrain.api.PublicSignatureRule;

@AnalyzeClasses(packages = "dev.retrain.http", importOptions = ImportOption.DoNotIncludeTests.class)
class HttpArchitectureTest {

  @ArchTest
  static final ArchRule noVendorTypeInAPublicSignature = PublicSignatureRule.noLibraryType();

  /** A client of any service, below everything that has one. */
  @ArchTest
  static final ArchRule knowsNoServiceAndNoLoop =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.retrain.runtime..",
              "dev.retrain.steps..",
              "dev.retrain.backend..",
              "dev.retrain.spi.backend..");
}
