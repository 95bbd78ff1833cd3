package dev.retrain.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

@AnalyzeClasses(
    packages = "dev.retrain.runtime",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RuntimeArchitectureTest {

  /** Edge adapters name the one library they adapt. */
  private static final List<String> ADAPTERS =
      List.of("dev.retrain.runtime.source.OpenFeatureFlags");

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
                      .filter(type -> !allowed(type) && !isAdapter(method))
                      .forEach(
                          type ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      method, method.getFullName() + " names " + type.getName())));
                }
              });

  private static boolean isAdapter(JavaMethod method) {
    return ADAPTERS.contains(method.getOwner().getName());
  }

  private static boolean allowed(JavaClass type) {
    return type.isPrimitive()
        || type.getPackageName().startsWith("java.")
        || type.getPackageName().startsWith("javax.sql")
        || type.getPackageName().startsWith("dev.retrain.")
        || type.getPackageName().startsWith("org.jspecify");
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
