package dev.retrain.translation;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retrain.api.PublicSignatureRule;

@AnalyzeClasses(
    packages = "dev.retrain.translation",
    importOptions = ImportOption.DoNotIncludeTests.class)
class TranslationArchitectureTest {

  @ArchTest
  static final ArchRule noVendorTypeInAPublicSignature = PublicSignatureRule.noLibraryType();

  @ArchTest
  static final ArchRule translationNeedsTheApiAlone =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.retrain..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.retrain.api..",
                              "dev.retrain.spi..",
                              "dev.retrain.translation"))));
}
