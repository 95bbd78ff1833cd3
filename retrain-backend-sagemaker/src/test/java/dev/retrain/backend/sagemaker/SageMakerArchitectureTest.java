package dev.retrain.backend.sagemaker;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retrain.testkit.PublicSignatures;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(
    packages = "dev.retrain.backend.sagemaker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class SageMakerArchitectureTest {

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dev.retrain.backend.sagemaker.(*)").should().beFreeOfCycles();

  @Test
  void namesNoLibraryInAPublicSignature() {
    assertThat(PublicSignatures.foreign(SageMakerTranslatorProvider.class)).isEmpty();
  }
}
