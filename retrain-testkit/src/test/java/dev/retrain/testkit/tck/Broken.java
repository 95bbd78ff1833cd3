package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Breaks one rule of a part that keeps them all, and says which cases of a kit notice. */
final class Broken {

  /** A call that can be passed on to the real part. */
  @FunctionalInterface
  interface Call {
    Object withArguments(Object... arguments) throws Throwable;
  }

  /** What is done in place of a call. */
  @FunctionalInterface
  interface Instead {
    Object of(Call real, Object... arguments) throws Throwable;
  }

  private Broken() {}

  /** Returns the part with one method that behaves differently. */
  static <T> T method(Class<T> type, T real, String name, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Call call =
                  others -> {
                    try {
                      return method.invoke(real, others);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  };
              Object[] given = arguments == null ? new Object[0] : arguments;
              return method.getName().equals(name)
                  ? instead.of(call, given)
                  : call.withArguments(given);
            }));
  }

  /**
   * A copy of a part in which one rule is broken.
   *
   * @param broken what it does wrong
   * @param by breaks it
   * @param cases that must notice, as {@code Group.case}
   * @param mend words of each of their messages
   */
  record Rule<T>(String broken, UnaryOperator<T> by, Set<String> cases, String mend) {
    @Override
    public String toString() {
      return broken;
    }
  }

  /** Returns a rule that is broken by one method that behaves differently. */
  static <T> Rule<T> rule(
      Class<T> type, String broken, String method, Instead instead, String mend, String... cases) {
    return new Rule<>(
        broken, real -> Broken.method(type, real, method, instead), Set.of(cases), mend);
  }

  /** Returns every case that some rule names: each broken copy is held to all of them. */
  static <T> Set<String> named(Stream<Rule<T>> rules) {
    return rules
        .flatMap(rule -> rule.cases().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Checks that a broken copy fails the cases that name its fault, with a message that says what to
   * fix.
   */
  static <T> void assertNamed(Rule<T> rule, Map<String, String> failures) {
    assertThat(failures.keySet()).as("%s", failures).hasSameElementsAs(rule.cases());
    assertThat(failures.values()).allSatisfy(message -> assertThat(message).contains(rule.mend()));
  }

  /** Runs all of a kit and gives the cases that failed, with their messages. */
  static Map<String, String> failures(Class<?> kit) {
    return failures(List.of(selectClass(kit)));
  }

  /**
   * Runs some cases of a kit and gives those that failed, as {@code Group.case}, with their
   * messages.
   *
   * @param kit a subclass
   * @param declaring the class of the kit that has the cases' groups
   */
  static Map<String, String> failures(Class<?> kit, Class<?> declaring, Set<String> cases) {
    return failures(cases.stream().map(name -> selector(kit, declaring, name)).toList());
  }

  private static Map<String, String> failures(List<DiscoverySelector> selectors) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectors)
            .configurationParameter(CaseCount.QUIET, "true")
            .build();
    Map<String, String> failed = new TreeMap<>();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result
                    .getThrowable()
                    .ifPresent(e -> failed.merge(name(test), e.toString(), (one, two) -> one));
              }
            });
    return failed;
  }

  private static DiscoverySelector selector(Class<?> kit, Class<?> declaring, String name) {
    String[] parts = name.split("\\.");
    if (parts.length == 1) {
      return selectMethod(kit, method(declaring, name));
    }
    Class<?> group =
        Arrays.stream(declaring.getDeclaredClasses())
            .filter(one -> one.getSimpleName().equals(parts[0]))
            .findFirst()
            .orElseThrow(() -> new AssertionError(declaring + " has no group of " + name));
    return selectNestedMethod(List.of(kit), group, method(group, parts[1]));
  }

  private static Method method(Class<?> group, String name) {
    return Arrays.stream(group.getDeclaredMethods())
        .filter(one -> one.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no case " + name));
  }

  /** Returns whether a method of a kit is a case. */
  static boolean isCase(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  private static String name(TestIdentifier test) {
    StringBuilder name = new StringBuilder();
    for (UniqueId.Segment segment : UniqueId.parse(test.getUniqueId()).getSegments()) {
      if (segment.getType().equals("nested-class")) {
        name.append(segment.getValue()).append('.');
      } else if (segment.getType().equals("method") || segment.getType().equals("test-template")) {
        name.append(segment.getValue().replaceFirst("\\(.*", ""));
      }
    }
    return name.toString();
  }
}
