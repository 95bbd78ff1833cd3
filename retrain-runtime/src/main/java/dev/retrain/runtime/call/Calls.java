package dev.retrain.runtime.call;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the looks at one retraining. A look calls services one after the other; the time
 * spent in them counts against its deadline, its own computations do not. Once a look was
 * abandoned, every call ends with {@link AbandonedLook} before it starts and after it returned.
 *
 * <p>Used by the one thread that looks; {@link #abandonIfLate} and {@link #underWay} may be called
 * by others.
 */
public final class Calls {

  private static final Object[] NONE = {};

  private final Services services;
  private final LongSupplier nanos;
  private volatile Set<Service> held = Set.of();
  private volatile @Nullable Service blockedBy;
  private FailureContext known = FailureContext.none();
  private @Nullable Duration pause;
  private @Nullable Call current;
  private @Nullable Call late;
  private Set<Service> lent = Set.of();
  private long spent;

  private record Call(Service service, String what, long began) {}

  /**
   * Creates the calls of one retraining.
   *
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  public Calls(Services services, LongSupplier nanos) {
    this.services = services;
    this.nanos = nanos;
  }

  /**
   * Returns an object whose calls go through here. Every method of the interface is covered, also
   * one that is added later.
   *
   * @param type an interface
   */
  public <T> T around(Class<T> type, T real, Service service) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getDeclaringClass().equals(Object.class)
                    ? ofObject(proxy, real, method, arguments)
                    : call(service, real, method, arguments == null ? NONE : arguments)));
  }

  /** An object around another is equal to itself alone. */
  private static Object ofObject(
      Object proxy, Object real, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> real.toString();
    };
  }

  /**
   * Returns an object whose failures are exceptions of the API, for calls that belong to no look.
   *
   * @param name of the service for people
   */
  public static <T> T translated(Class<T> type, T real, String name) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                Throwable thrown = e.getCause() == null ? e : e.getCause();
                throw CallFailures.isFatal(thrown)
                    ? thrown
                    : CallFailures.of(
                        thrown,
                        "calling " + method.getName() + " of the " + name,
                        FailureContext.none());
              }
            }));
  }

  /** Whether the process itself is at its end, such as without memory, so that nothing goes on. */
  public static boolean isFatal(Throwable thrown) {
    return CallFailures.isFatal(thrown);
  }

  private @Nullable Object call(Service service, Object real, Method method, Object[] arguments)
      throws Throwable {
    begin(service, method.getName());
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw failure(service, method, arguments, e.getCause() == null ? e : e.getCause());
    } finally {
      end();
    }
  }

  private Throwable failure(Service service, Method method, Object[] arguments, Throwable thrown) {
    if (CallFailures.isFatal(thrown)) {
      return thrown;
    }
    String tried = "calling " + method.getName() + " of the " + service;
    FailureContext about = about(arguments).or(context());
    RetrainException failure = CallFailures.of(thrown, tried, about);
    if (failure instanceof TransientFailure passing) {
      passing.retryAfter().ifPresent(this::pause);
    }
    return failure;
  }

  private static FailureContext about(Object[] arguments) {
    FailureContext about = FailureContext.none();
    for (Object argument : arguments) {
      if (argument instanceof RunHandle run) {
        about = about.withRun(run.key().value());
      } else if (argument instanceof RunKey key) {
        about = about.withRun(key.value());
      } else if (argument instanceof Submission submission) {
        about = about.withRun(submission.key().value()).withData(submission.dataVersion());
      }
    }
    return about;
  }

  private synchronized FailureContext context() {
    return known;
  }

  private synchronized void pause(Duration requested) {
    pause = pause == null || pause.compareTo(requested) < 0 ? requested : pause;
  }

  /** Returns the longest pause that a service requested since the last call of this. */
  public synchronized Optional<Duration> takePause() {
    Optional<Duration> requested = Optional.ofNullable(pause);
    pause = null;
    return requested;
  }

  private void begin(Service service, String what) {
    try {
      services.check(service);
    } catch (TransientFailure e) {
      throw e.within(context());
    }
    synchronized (this) {
      orAbandoned();
      current = new Call(service, what, nanos.getAsLong());
    }
  }

  private void end() {
    Call ended;
    Set<Service> back;
    synchronized (this) {
      if (late != null) {
        services.returned(late.service());
        current = null;
        throw new AbandonedLook();
      }
      ended = current;
      current = null;
      if (ended != null) {
        spent += nanos.getAsLong() - ended.began();
      }
      back = lent;
      lent = Set.of();
    }
    services.takeBack(back);
    if (ended != null) {
      services.answered(ended.service());
    }
  }

  private void orAbandoned() {
    if (late != null) {
      throw new AbandonedLook();
    }
  }

  /**
   * Starts a look: its deadline counts from now.
   *
   * @param about the run and the data it is about, for the failures of its calls
   * @param wanted the services it may call
   * @return false where one of them has no room now; the look must not be made then
   */
  public boolean start(FailureContext about, Set<Service> wanted) {
    synchronized (this) {
      orAbandoned();
      spent = 0;
      known = about;
    }
    return hold(wanted);
  }

  /** Takes the services wanted in place of those held; false where one has no room. */
  public boolean hold(Set<Service> wanted) {
    synchronized (this) {
      orAbandoned();
      if (held.equals(wanted)) {
        return true;
      }
    }
    Set<Service> before = held;
    Optional<Service> full = services.exchange(before, wanted);
    held = full.isEmpty() ? Set.copyOf(wanted) : Set.of();
    full.ifPresent(service -> blockedBy = service);
    return full.isEmpty();
  }

  /** Returns the service that had no room when services were wanted last; null when all had. */
  public @Nullable Service blockedBy() {
    return blockedBy;
  }

  /** Takes more services; false where one has no room, and the look has none then. */
  public boolean add(Set<Service> more) {
    if (held.containsAll(more)) {
      return true;
    }
    Set<Service> all = new HashSet<>(held);
    all.addAll(more);
    return hold(all);
  }

  /** Gives every service back. */
  public void release() {
    Optional<Service> unused = services.exchange(held, Set.of());
    held = Set.of();
  }

  /**
   * A call that was abandoned.
   *
   * @param service called
   * @param failure what the look ends with
   */
  public record Late(Service service, TransientFailure failure) {

    /** Whether its thread may be interrupted; the connections of a store may not. */
    public boolean mayBeInterrupted() {
      return service.isLimited();
    }
  }

  /** Abandons the look if its calls took longer than the deadline and one is under way. */
  public Optional<Late> abandonIfLate(Duration deadline) {
    Call abandoned;
    FailureContext about;
    Set<Service> left;
    synchronized (this) {
      Call call = current;
      if (call == null
          || late != null
          || spent + nanos.getAsLong() - call.began() <= deadline.toNanos()) {
        return Optional.empty();
      }
      late = call;
      abandoned = call;
      about = known;
      left = new HashSet<>(held);
      left.removeAll(lent);
    }
    services.abandoned(abandoned.service());
    Optional<Service> unused = services.exchange(left, Set.of());
    String tried = "calling " + abandoned.what() + " of the " + abandoned.service();
    return Optional.of(
        new Late(
            abandoned.service(),
            new TransientFailure(
                tried + " took longer than " + deadline + " and was abandoned",
                about.or(FailureContext.hint("It is tried again at the next tick")),
                null)));
  }

  /**
   * Lets other looks use the services that this one has taken, while it waits for one that is slow:
   * else a service that answers would be kept from everyone else by one that does not.
   *
   * @param longest of a call that is not slow
   */
  public void lendIfSlow(Duration longest) {
    Set<Service> others;
    synchronized (this) {
      Call call = current;
      if (call == null
          || late != null
          || !lent.isEmpty()
          || nanos.getAsLong() - call.began() <= longest.toNanos()) {
        return;
      }
      others = new HashSet<>(held);
      others.remove(call.service());
      lent = others;
    }
    services.lend(others);
  }

  /** Returns the call under way in words, such as {@code status of the backend local}. */
  public synchronized Optional<String> underWay() {
    return Optional.ofNullable(current).map(call -> call.what() + " of the " + call.service());
  }
}
