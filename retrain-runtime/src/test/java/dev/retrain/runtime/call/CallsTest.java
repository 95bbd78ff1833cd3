package dev.retrain.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The seam around services. */
class CallsTest {

  /** A service as a vendor's client may be. */
  private interface Vendor {
    String status(RunHandle run) throws Exception;
  }

  private static final RunHandle RUN = new RunHandle(RunKey.of("delays", "night", 1), "native-1");
  private static final FailureContext ABOUT =
      FailureContext.none().withRun("another").withData("sha256:ab");

  private final AtomicLong nanos = new AtomicLong();
  private final Services services = new Services(8);
  private final Service service = services.of("backend vendor", this);
  private final Calls calls = new Calls(services, nanos::get);

  private Throwable thrownFor(Throwable thrown) {
    Vendor vendor =
        calls.around(
            Vendor.class,
            run -> {
              throw sneaky(thrown);
            },
            service);
    calls.start(ABOUT, Set.of(service));
    return catchThrowable(() -> vendor.status(RUN));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void aVendorsExceptionIsATransientFailureThatKnowsRunAndData() {
    Throwable seen = thrownFor(new IllegalStateException("socket\n closed"));

    assertThat(seen)
        .isInstanceOf(TransientFailure.class)
        .hasMessage(
            "calling status of the backend vendor failed: java.lang.IllegalStateException: socket"
                + " closed [run "
                + RUN.key()
                + ", data sha256:ab]")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(((RetrainException) seen).context().dataHash()).contains("sha256:ab");
  }

  @Test
  void classesThatDoNotFitTogetherAreAConfigurationProblem() {
    assertThat(thrownFor(new NoSuchMethodError("x()")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("class path");
  }

  @Test
  void otherErrorsAndCheckedExceptionsMayPass() {
    assertThat(thrownFor(new StackOverflowError())).isInstanceOf(TransientFailure.class);
    assertThat(thrownFor(new AssertionError("x"))).isInstanceOf(TransientFailure.class);
    assertThat(thrownFor(new Exception("x"))).isInstanceOf(TransientFailure.class);
  }

  @Test
  void refusalsKeepTheirKind() {
    assertThat(thrownFor(new SecurityException("no"))).isInstanceOf(PermissionDenied.class);
    assertThat(thrownFor(new UncheckedIOException(new AccessDeniedException("models"))))
        .isInstanceOf(PermissionDenied.class);
    assertThat(thrownFor(new UnsupportedOperationException()))
        .isInstanceOf(UnsupportedFeature.class);
  }

  @Test
  void anErrorOfTheVmIsNotCaught() {
    OutOfMemoryError end = new OutOfMemoryError("heap");

    assertThat(thrownFor(end)).isSameAs(end);
  }

  @Test
  void aFailureOfOurOwnIsGivenWhatItLacks() {
    TransientFailure own =
        new TransientFailure(
            "throttled",
            FailureContext.none().withStep("train").withHint("Wait"),
            null,
            Duration.ofSeconds(7));

    Throwable seen = thrownFor(own);

    assertThat(seen)
        .hasMessage("throttled [run " + RUN.key() + ", data sha256:ab, step train]. Wait.");
    assertThat(((TransientFailure) seen).retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(calls.takePause()).contains(Duration.ofSeconds(7));
    assertThat(calls.takePause()).isEmpty();
  }

  @Test
  void aLateResultIsDiscarded() {
    Vendor vendor =
        calls.around(
            Vendor.class,
            run -> {
              nanos.addAndGet(Duration.ofMinutes(6).toNanos());
              assertThat(calls.abandonIfLate(Duration.ofMinutes(5))).isPresent();
              return "succeeded";
            },
            service);
    calls.start(ABOUT, Set.of(service));

    assertThatThrownBy(() -> vendor.status(RUN)).isInstanceOf(AbandonedLook.class);
    assertThatThrownBy(() -> vendor.status(RUN)).isInstanceOf(AbandonedLook.class);
    assertThat(services.abandonedCalls()).containsEntry("backend vendor", 1L);
  }

  @Test
  void onlyTimeInCallsCountsAgainstTheDeadline() throws Exception {
    Vendor vendor =
        calls.around(
            Vendor.class,
            run -> {
              nanos.addAndGet(Duration.ofMinutes(2).toNanos());
              return calls.abandonIfLate(Duration.ofMinutes(3)).isPresent() ? "late" : "in time";
            },
            service);
    calls.start(ABOUT, Set.of(service));
    nanos.addAndGet(Duration.ofHours(1).toNanos()); // an evaluator computes

    assertThat(vendor.status(RUN)).isEqualTo("in time");
    assertThatThrownBy(() -> vendor.status(RUN)).isInstanceOf(AbandonedLook.class);
  }

  @Test
  void oneServiceHoldsAtMostHalfOfThePool() {
    for (int i = 0; i < 4; i++) {
      assertThat(new Calls(services, nanos::get).hold(Set.of(service))).isTrue();
    }

    assertThat(calls.hold(Set.of(service))).isFalse();
    assertThat(calls.hold(Set.of(services.of("another", "x")))).isTrue();
  }

  @Test
  void aSlowCallKeepsNoOtherServiceFromBeingUsed() throws Exception {
    Service registry = new Services(2).of("registry", "r");
    Service backend = new Services(2).of("backend", "b");
    Services ofOne = new Services(2);
    Calls slow = new Calls(ofOne, nanos::get);
    Calls other = new Calls(ofOne, nanos::get);
    List<Boolean> room = new ArrayList<>();
    Vendor vendor =
        slow.around(
            Vendor.class,
            run -> {
              slow.lendIfSlow(Duration.ofSeconds(1));
              room.add(other.hold(Set.of(registry)));
              nanos.addAndGet(Duration.ofSeconds(2).toNanos());
              slow.lendIfSlow(Duration.ofSeconds(1));
              room.add(other.hold(Set.of(registry)));
              room.add(new Calls(ofOne, nanos::get).hold(Set.of(backend)));
              other.release();
              return "running";
            },
            backend);
    slow.start(ABOUT, Set.of(backend, registry));

    vendor.status(RUN);

    assertThat(room).containsExactly(false, true, false);
    assertThat(other.hold(Set.of(registry))).as("taken back").isFalse();
  }

  @Test
  void aServiceThatLetADeadlinePassIsCalledByOneLookUntilItAnswers() throws Exception {
    Calls first = new Calls(services, nanos::get);
    Calls second = new Calls(services, nanos::get);
    Calls late = new Calls(services, nanos::get);
    late.start(ABOUT, Set.of(service));
    Vendor hanging =
        late.around(
            Vendor.class,
            run -> {
              nanos.addAndGet(2);
              late.abandonIfLate(Duration.ofNanos(1));
              return "";
            },
            service);
    assertThatThrownBy(() -> hanging.status(RUN)).isInstanceOf(AbandonedLook.class);

    assertThat(first.start(ABOUT, Set.of(service))).isTrue();
    assertThat(second.start(ABOUT, Set.of(service))).isFalse();
    first.around(Vendor.class, run -> "running", service).status(RUN);
    assertThat(second.start(ABOUT, Set.of(service))).isTrue();
  }

  @Test
  void aServiceWithTooManyCallsThatHangIsNotCalled() {
    for (int i = 0; i < 4; i++) {
      services.abandoned(service);
    }
    Vendor vendor = calls.around(Vendor.class, run -> "running", service);
    calls.start(ABOUT, Set.of());

    assertThatThrownBy(() -> vendor.status(RUN))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("4 calls have not returned yet");
    services.returned(service);
    assertThat(catchThrowable(() -> vendor.status(RUN))).isNull();
  }
}
