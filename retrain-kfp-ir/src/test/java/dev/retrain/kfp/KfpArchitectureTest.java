package dev.retrain.kfp;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.retrain.api.PublicSignatureRule;

@AnalyzeClasses(packages = "dev.retrain.kfp", importOptions = ImportOption.DoNotIncludeTests.class)
class KfpArchitectureTest {

  @ArchTest
  static final ArchRule noVendorTypeInAPublicSignature = PublicSignatureRule.noLibraryType();
}
