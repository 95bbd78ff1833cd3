package dev.retrain.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rule that no library becomes part of a module's contract, for the modules that are built
 * before the test kit; those after it use its {@code PublicSignatures}.
 */
public final class PublicSignatureRule {

  private static final List<String> OWN =
      List.of("java", "javax.net.ssl", "dev.retrain", "org.jspecify");

  private PublicSignatureRule() {}

  /**
   * Returns the rule that public methods and constructors of public classes name only types of the
   * JDK, of retrain and of JSpecify.
   *
   * @param alsoAllowed more packages, with those below them
   */
  public static ArchRule noLibraryType(String... alsoAllowed) {
    List<String> allowed = new ArrayList<>(OWN);
    allowed.addAll(Arrays.asList(alsoAllowed));
    return codeUnits()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(
            new ArchCondition<JavaCodeUnit>("name only types of the JDK and of retrain") {
              @Override
              public void check(JavaCodeUnit unit, ConditionEvents events) {
                unit.getAllInvolvedRawTypes().stream()
                    .map(JavaClass::getBaseComponentType)
                    .filter(type -> !isAllowed(type, allowed))
                    .forEach(
                        type ->
                            events.add(
                                SimpleConditionEvent.violated(
                                    unit, unit.getFullName() + " names " + type.getName())));
              }
            });
  }

  private static boolean isAllowed(JavaClass type, List<String> allowed) {
    String name = type.getPackageName();
    return type.isPrimitive()
        || allowed.stream().anyMatch(own -> name.equals(own) || name.startsWith(own + "."));
  }
}
