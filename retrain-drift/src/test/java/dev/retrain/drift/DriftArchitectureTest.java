package dev.retrain.drift;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retrain.api.PublicSignatureRule;

@AnalyzeClasses(
    packages = "dev.retrain.drift",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DriftArchitectureTest {

  @ArchTest
  static final ArchRule noVendorTypeInAPublicSignature = PublicSignatureRule.noLibraryType();
}
