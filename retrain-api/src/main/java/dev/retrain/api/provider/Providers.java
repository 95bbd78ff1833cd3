package dev.retrain.api.provider;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one kind that {@link ServiceLoader} finds, each created by itself: one that
 * cannot be loaded hurts no other and is named.
 *
 * @param <P> the kind
 * @param found those that were created, in the order of the class path
 * @param problems what kept others from being created, one sentence each; empty when all were
 */
public record Providers<P>(List<P> found, List<String> problems) {

  /** Copies the lists. */
  public Providers {
    found = List.copyOf(found);
    problems = List.copyOf(problems);
  }

  /**
   * Returns the providers that the caller's class path has: those of the context class loader of
   * this thread, where applications and containers keep theirs, and then those of the kind's own
   * class loader, which threads of shared pools do not have as their context.
   */
  public static <P> Providers<P> of(Class<P> kind) {
    ClassLoader context = contextLoader();
    ClassLoader own = requireNonNull(kind.getClassLoader());
    return context == own ? of(kind, own) : of(kind, context, own);
  }

  /**
   * Returns the providers that class loaders have, a class that several have once.
   *
   * @param loaders earlier ones first
   */
  public static <P> Providers<P> of(Class<P> kind, ClassLoader... loaders) {
    Map<String, P> found = new LinkedHashMap<>();
    Set<String> problems = new LinkedHashSet<>();
    for (ClassLoader loader : loaders) {
      load(kind, loader, found, problems);
    }
    return new Providers<>(new ArrayList<>(found.values()), new ArrayList<>(problems));
  }

  /** Returns the context class loader of this thread, or the one of the system without it. */
  public static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ClassLoader.getSystemClassLoader() : context;
  }

  private static <P> void load(
      Class<P> kind, ClassLoader loader, Map<String, P> found, Set<String> problems) {
    Iterator<ServiceLoader.Provider<P>> all = ServiceLoader.load(kind, loader).stream().iterator();
    boolean more = true;
    while (more) {
      String name = null;
      try {
        more = all.hasNext();
        if (more) {
          ServiceLoader.Provider<P> provider = all.next();
          name = provider.type().getName();
          if (!found.containsKey(name)) {
            found.put(name, provider.get());
          }
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        problems.add(problem(kind, name, e));
      }
    }
  }

  /** Returns a sentence with the first cause, which names the class that is missing. */
  private static String problem(Class<?> kind, @Nullable String name, Error error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String because = cause == error ? String.valueOf(error.getMessage()) : cause.toString();
    return "The "
        + kind.getSimpleName()
        + (name == null ? "" : " " + name)
        + " cannot be loaded: "
        + because;
  }

  /**
   * Returns the failure of looking for a provider that was not found; its hint names those that
   * could not be loaded, since the one looked for may be among them.
   *
   * @param what happened
   * @param fix what to do, as a sentence without a full stop
   */
  public ConfigurationProblem absent(String what, String fix) {
    return new ConfigurationProblem(
        what,
        FailureContext.hint(problems.isEmpty() ? fix : fix + ". " + String.join(". ", problems)),
        null);
  }
}
