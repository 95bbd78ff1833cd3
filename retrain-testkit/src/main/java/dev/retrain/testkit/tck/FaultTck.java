package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.testkit.fault.Fault;
import dev.retrain.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a backend must do when its service, or the way there, fails. For backends whose client can
 * be pointed at an address: extend it, start the service, and implement how the backend is created.
 *
 * <p>Whatever goes wrong, one key stays one run, no call is without a deadline, no call is tried
 * more than four times, and transient failures are distinguished from permanent ones.
 */
@ExtendWith(CaseCount.class)
public abstract class FaultTck {

  /** The first attempt and at most three more. */
  private static final int ATTEMPTS = 4;

  private @Nullable FaultProxy proxy;
  private @Nullable BackendFixture open;

  /**
   * Starts the service, or its emulator, for one case.
   *
   * @return where it listens, by plain HTTP
   */
  protected abstract URI service(Path place);

  /**
   * Returns a backend whose client is pointed at an address.
   *
   * @param endpoint of the proxy, in place of the service
   */
  protected abstract Backend backend(Path place, URI endpoint);

  /** Returns the longest that one call of the backend may take when nothing ever answers. */
  protected abstract Duration deadline();

  /** Returns how much longer than its deadline a call may take on a busy machine. */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** Returns a word in the service's answers that says a run has ended well. */
  protected abstract String successWord();

  /** Returns how many requests one {@code status} makes when all goes well. */
  protected int requestsPerStatus() {
    return 1;
  }

  @BeforeEach
  final void start(@TempDir Path folder) throws IOException {
    Path place = Files.createDirectories(folder.resolve("place"));
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    FaultProxy before = FaultProxy.before(service(place));
    proxy = before;
    open =
        new BackendFixture(() -> backend(place, before.endpoint()), scratch, Duration.ofMinutes(1));
  }

  @AfterEach
  final void stop() {
    if (open != null) {
      open.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  private FaultProxy proxy() {
    if (proxy == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return proxy;
  }

  private BackendFixture fixture() {
    if (open == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return open;
  }

  /** A call of a backend that reaches the service. */
  enum Call {
    SUBMIT {
      @Override
      void of(BackendFixture fixture, RunHandle run) {
        fixture.raw().submit(fixture.submission(pipeline(), 2, Map.of()));
      }
    },
    FIND {
      @Override
      void of(BackendFixture fixture, RunHandle run) {
        fixture.raw().find(run.key());
      }
    },
    STATUS {
      @Override
      void of(BackendFixture fixture, RunHandle run) {
        fixture.raw().status(run);
      }
    },
    STEPS {
      @Override
      void of(BackendFixture fixture, RunHandle run) {
        fixture.raw().steps(run);
      }
    },
    LIST {
      @Override
      void of(BackendFixture fixture, RunHandle run) {
        fixture.raw().list(RunSummary.model(pipeline()), Instant.EPOCH);
      }
    };

    abstract void of(BackendFixture fixture, RunHandle run);
  }

  /** Returns what a call fails with, which it must do in time, whatever its client waits for. */
  private @Nullable RetrainException failure(Supplier<?> call) {
    return inTime(
        "no call takes longer than its deadline, pauses between its tries included",
        () -> catchThrowableOfType(RetrainException.class, call::get));
  }

  private <T> T inTime(String rule, Supplier<T> work) {
    return ConcurrentCalls.within(
        deadline().plus(patience()), rule + " (the deadline is " + deadline() + ")", work);
  }

  private static Pipeline pipeline() {
    return ReferencePipelines.named("diamond");
  }

  static Stream<Fault> faults() {
    return Stream.concat(passing(), Stream.of(Fault.expiredToken()));
  }

  /** Returns the faults that pass by themselves. */
  static Stream<Fault> passing() {
    return Stream.of(
        Fault.lostAnswer(),
        Fault.lostRequest(),
        Fault.throttled(0),
        Fault.serverError(),
        Fault.unavailable(),
        Fault.resetMidBody(),
        Fault.malformedBody());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oneKeyStaysOneRun(Fault fault) {
    proxy().next(fault);
    RetrainException first =
        failure(() -> fixture().raw().submit(fixture().submission(pipeline())));
    proxy().calm();

    RunHandle run = fixture().backend().submit(fixture().submission(pipeline()));

    fixture().ended(run).outputs();
    assertThat(fixture().backend().list(RunSummary.model(pipeline()), Instant.EPOCH))
        .as("submitted again after %s, one key is one run: the first attempt gave %s", fault, first)
        .hasSize(1);
    assertThat(fixture().lines("order")).as("and every step ran once").hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatPassesByItselfIsTransient(Fault fault) {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(fault);

    assertThat(failure(() -> fixture().raw().status(run)))
        .as("%s passes by itself: map it to TransientFailure", fault)
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void anExpiredTokenIsPermanent() {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.expiredToken());

    assertThat(failure(() -> fixture().raw().status(run)))
        .as("401 does not pass by itself: map it to PermissionDenied")
        .isInstanceOf(PermanentFailure.class);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void noCallIsTriedTooOften(Fault fault) {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(fault);
    proxy().forget();

    assertThat(failure(() -> fixture().raw().status(run)))
        .as("what never passes fails in the end")
        .isNotNull();

    assertThat(proxy().exchanges())
        .as("a call is tried at most %s times: the caller's next tick is the retry", ATTEMPTS)
        .hasSizeBetween(1, ATTEMPTS * requestsPerStatus());
  }

  @ParameterizedTest
  @EnumSource
  void noCallIsWithoutADeadline(Call call) {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.halfOpen());

    Throwable failure =
        inTime(
            "no call is without a deadline: give every request a timeout of at most " + deadline(),
            () -> catchThrowable(() -> call.of(fixture(), run)));

    assertThat(failure)
        .as("%s of a service that never answers is a TransientFailure after the deadline", call)
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void aSlowAnswerIsWaitedFor() {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.slow(deadline().dividedBy(10)));

    assertThat(fixture().raw().status(run)).isInstanceOf(RunStatus.Succeeded.class);
  }

  @Test
  void theRequestedPauseIsPassedOn() {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.throttled(1));

    TransientFailure failure =
        inTime(
            "a requested pause beyond the deadline is not waited out",
            () -> catchThrowableOfType(TransientFailure.class, () -> fixture().raw().status(run)));

    assertThat(failure.retryAfter())
        .as("Retry-After is kept with the failure")
        .contains(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @EnumSource
  void aLongPauseIsNotWaitedOut(Call call) {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.throttled(deadline().plus(patience()).toSeconds() + 20));

    Throwable failure =
        inTime(
            "no call sleeps beyond its deadline: a longer Retry-After is passed on at once",
            () -> catchThrowable(() -> call.of(fixture(), run)));

    assertThat(failure)
        .as("%s with a pause beyond the deadline is a TransientFailure", call)
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void aGatewaysNotFoundIsNoLostRun() {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.gatewayNotFound());

    assertThat(failure(() -> fixture().raw().status(run)))
        .as("only the service's own 404 says that a run is lost: map others to TransientFailure")
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void anAnswerOfAnotherShapeIsNoStatus() {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.otherShape());

    assertThat(catchThrowable(() -> fixture().raw().status(run)))
        .as("a null or missing field is a RetrainException that quotes the answer, not a status")
        .isInstanceOf(RetrainException.class);
  }

  @Test
  void aSkewedClockChangesNothing() {
    proxy().always(Fault.skewedClock(Duration.ofDays(400)));

    fixture().run(pipeline()).outputs();
  }

  @Test
  void anUnknownStateIsNotTheEnd() {
    RunHandle run = fixture().run(pipeline()).handle();
    proxy().always(Fault.rewritten(successWord(), "hibernating"));

    RunStatus status = fixture().raw().status(run);

    assertThat(status)
        .as("a state this version does not know is Unknown")
        .isInstanceOf(RunStatus.Unknown.class);
    assertThat(status.terminal()).as("and not an end").isFalse();
  }
}
