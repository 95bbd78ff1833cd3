package dev.retrain.testkit.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
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

  /** The part, with one method doing something else. */
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
   * Runs a kit and gives the cases that failed, as {@code Group.case}, with their messages.
   *
   * @param kit a subclass
   * @param declaring the class of the kit whose groups are run
   */
  static Map<String, String> failures(Class<?> kit, Class<?> declaring) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectors(kit, declaring))
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

  private static List<DiscoverySelector> selectors(Class<?> kit, Class<?> declaring) {
    List<DiscoverySelector> groups = new ArrayList<>();
    for (Class<?> group : declaring.getDeclaredClasses()) {
      if (group.isAnnotationPresent(Nested.class)) {
        groups.add(selectNestedClass(List.of(kit), group));
      }
    }
    return groups.isEmpty() ? List.of(selectClass(kit)) : groups;
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
