package dev.retrain.sequential;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retrain.api.PublicSignatureRule;

@AnalyzeClasses(
    packages = "dev.retrain.sequential",
    importOptions = ImportOption.DoNotIncludeTests.class)
class SequentialArchitectureTest {

  @ArchTest
  static final ArchRule noVendorTypeInAPublicSignature = PublicSignatureRule.noLibraryType();

  @ArchTest
  static final ArchRule theTestsKnowNoLoop =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.retrain.runtime..", "dev.retrain.serving..");
}
