package dev.retrain.backend.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

@AnalyzeClasses(
    packages = "dev.retrain.backend.azure",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AzureArchitectureTest {

  @ArchTest
  static final ArchRule noVendorTypeInAPublicSignature =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should(
              new ArchCondition<JavaMethod>("name only types of the JDK and of retrain") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  method.getAllInvolvedRawTypes().stream()
                      .map(JavaClass::getBaseComponentType)
                      .filter(type -> !isAllowed(type))
                      .forEach(
                          type ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      method, method.getFullName() + " names " + type.getName())));
                }
              });

  private static boolean isAllowed(JavaClass type) {
    return type.isPrimitive()
        || type.getPackageName().startsWith("java.")
        || type.getPackageName().startsWith("dev.retrain.")
        || type.getPackageName().startsWith("org.jspecify");
  }

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dev.retrain.backend.azure.(*)").should().beFreeOfCycles();
}
