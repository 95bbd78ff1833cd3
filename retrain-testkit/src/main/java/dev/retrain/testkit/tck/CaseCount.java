package dev.retrain.testkit.tck;

import dev.retrain.spi.backend.Capability;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts the cases of a kit as they are run, and keeps which capability each of them proves. */
final class CaseCount implements TestWatcher, InvocationInterceptor {

  /** Set to true, nothing is printed or written: for tests of the kits themselves. */
  static final String QUIET = "retrain.tck.quiet";

  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(CaseCount.class);

  /** The subclass that is run: a nested case's own class belongs to the kit. */
  private static final Pattern OUTERMOST = Pattern.compile("\\[class:(?:[^\\]]*\\.)?([^.\\]]+)\\]");

  /** For JUnit. */
  CaseCount() {}

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    keepHanded(call.getArguments(), context);
    invocation.proceed();
  }

  private static void keepHanded(List<Object> arguments, ExtensionContext context) {
    for (Object argument : arguments) {
      if (argument instanceof Capability capability) {
        context.getStore(HERE).put(Capability.class, capability);
      }
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    KitResults results = results(context);
    results.passed();
    subject(context)
        .ifPresent(
            subject ->
                proven(context, subject)
                    .forEach(capability -> results.proves(subject, capability, name(context))));
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    results(context).failed();
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    results(context).skipped();
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    results(context).skipped();
  }

  private static Optional<DeclaringKit> subject(ExtensionContext context) {
    return context.getTestInstances().flatMap(all -> all.findInstance(DeclaringKit.class));
  }

  private static Set<Capability> proven(ExtensionContext context, DeclaringKit subject) {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    boolean runs = subject instanceof BackendTck;
    Stream.<AnnotatedElement>of(context.getRequiredTestMethod(), context.getRequiredTestClass())
        .map(marked -> marked.getAnnotation(Proves.class))
        .filter(Objects::nonNull)
        .filter(proves -> !runs || !proves.ofTranslatorsOnly())
        .forEach(
            proves -> {
              all.addAll(List.of(proves.value()));
              Optional.ofNullable(context.getStore(HERE).get(Capability.class, Capability.class))
                  .ifPresent(all::add);
            });
    return all;
  }

  private static String name(ExtensionContext context) {
    Class<?> group = context.getRequiredTestClass();
    String method = context.getRequiredTestMethod().getName();
    return group.isMemberClass() ? group.getSimpleName() + "." + method : method;
  }

  private static KitResults results(ExtensionContext context) {
    Matcher outermost = OUTERMOST.matcher(context.getUniqueId());
    String who = outermost.find() ? outermost.group(1) : context.getDisplayName();
    boolean quiet = context.getConfigurationParameter(QUIET).filter("true"::equals).isPresent();
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(
            who,
            name -> {
              KitResults made = new KitResults(name, quiet);
              subject(context).flatMap(DeclaringKit::declaration).ifPresent(made::of);
              return made;
            },
            KitResults.class);
  }
}
