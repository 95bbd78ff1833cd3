package dev.retrain.testkit.tck;

import static dev.retrain.spi.artifact.StoredFile.child;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.StoredFile;
import dev.retrain.testkit.fault.Fault;
import dev.retrain.testkit.fault.FaultProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a store behind HTTP must do when its service fails: the right bytes or a clear error within
 * the deadline. Extend it and implement where the service is and how a store is opened.
 */
@ExtendWith(CaseCount.class)
public abstract class ArtifactFaultTck {

  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String TEXT = "0123456789".repeat(2_000);

  private @Nullable FaultProxy faults;
  private @Nullable ArtifactStore opened;
  private @Nullable URI folder;

  /** Returns the plain HTTP address of the service, real or emulated. */
  protected abstract URI service();

  /**
   * Opens the store.
   *
   * @param endpoint the address of the service as the store must use it
   */
  protected abstract ArtifactStore open(URI endpoint, ArtifactContext context);

  /** Returns an empty folder, another for each case. */
  protected abstract URI folder();

  @BeforeEach
  final void openFirst() {
    FaultProxy proxy = FaultProxy.before(service());
    faults = proxy;
    folder = folder();
    opened = open(proxy.endpoint(), new ArtifactContext(DEADLINE));
  }

  @AfterEach
  final void closeLast() {
    faults().close();
    store().close();
  }

  private FaultProxy faults() {
    if (faults == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return faults;
  }

  private ArtifactStore store() {
    if (opened == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return opened;
  }

  private URI file(String name) {
    if (folder == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return child(folder, name);
  }

  private StoredFile written() {
    store().write(file("file"), ArtifactContent.of(TEXT));
    StoredFile file =
        store().stat(file("file")).orElseThrow(() -> new AssertionError("it was written"));
    assertThat(file.size()).as("stat returns the size in bytes").isEqualTo(TEXT.length());
    return file;
  }

  private static Predicate<FaultProxy.Exchange> method(String... methods) {
    return exchange -> List.of(methods).contains(exchange.method());
  }

  private static Predicate<FaultProxy.Exchange> writing() {
    return method("PUT", "POST");
  }

  private String read(StoredFile file) throws IOException {
    try (InputStream in = store().open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private @Nullable Throwable failureOfReading(StoredFile file) {
    return within(() -> catchThrowable(() -> assertThat(read(file)).isEqualTo(TEXT)));
  }

  private static @Nullable Throwable within(Supplier<@Nullable Throwable> work) {
    return ConcurrentCalls.within(
            PATIENCE, "a call must end within its deadline", () -> Optional.ofNullable(work.get()))
        .orElse(null);
  }

  /** Bodies that do not arrive whole. */
  @Nested
  class Bodies {

    @Test
    void thatAreResetAreAnError() {
      StoredFile file = written();
      faults().next(Integer.MAX_VALUE, method("GET"), Fault.resetMidBody());

      assertThat(failureOfReading(file))
          .as("a body that breaks off is an IOException or a TransientFailure, never a short file")
          .isInstanceOfAny(IOException.class, TransientFailure.class);
    }

    @Test
    void thatAreCutWithALengthThatFitsAreAnError() {
      StoredFile file = written();
      faults().next(Integer.MAX_VALUE, method("GET"), Fault.malformedBody());

      assertThat(failureOfReading(file))
          .as("the size that stat returned decides, not the length of the answer")
          .isInstanceOfAny(IOException.class, TransientFailure.class);
    }

    @Test
    void thatNeverComeEndAtTheDeadline() {
      StoredFile file = written();
      faults().next(Integer.MAX_VALUE, method("GET"), Fault.halfOpen());

      assertThat(failureOfReading(file))
          .as("a read that gets nothing ends at its deadline")
          .isInstanceOfAny(IOException.class, TransientFailure.class);
    }
  }

  /** Answers that do not arrive, or say no. */
  @Nested
  class Answers {

    @Test
    void ofAThrottledServiceAreAwaited() throws IOException {
      StoredFile file = written();
      faults().next(2, method("GET"), Fault.throttled(0));

      assertThat(read(file))
          .as("a request that may be repeated is repeated when the service was busy")
          .isEqualTo(TEXT);
    }

    @Test
    void ofAServiceThatStaysThrottledAreTransient() {
      StoredFile file = written();
      faults().always(Fault.throttled(0));

      assertThat(failureOfReading(file))
          .as("a service that stays busy is a TransientFailure")
          .isInstanceOf(TransientFailure.class);
      assertThat(faults().exchanges())
          .as("a client repeats a request a few times only")
          .hasSizeLessThan(12);
    }

    @Test
    void withAnExpiredTokenAreDenied() {
      StoredFile file = written();
      faults().always(Fault.expiredToken());

      assertThat(failureOfReading(file))
          .as("an expired token is a PermissionDenied with a hint")
          .isInstanceOfSatisfying(
              PermissionDenied.class, denied -> assertThat(denied.context().hint()).isPresent());
    }

    @Test
    void withoutPermissionAreDenied() {
      faults().always(new Fault.Answer(403, -1, ""));

      assertThat(
              within(() -> catchThrowable(() -> store().write(file("a"), ArtifactContent.of("a")))))
          .as("a missing permission is a PermissionDenied")
          .isInstanceOf(PermissionDenied.class);
    }

    @Test
    void thatAreLostDoNotDenyAWrite() {
      written();
      faults().next(1, writing(), Fault.lostAnswer());

      Throwable failure =
          within(
              () ->
                  catchThrowable(
                      () ->
                          assertThat(store().writeIfAbsent(file("new"), ArtifactContent.of("new")))
                              .as("a write that succeeded is not reported as lost to another")
                              .isTrue()));
      faults().calm();

      assertThat(failure)
          .as("a lost answer is a TransientFailure, or the write is confirmed")
          .satisfiesAnyOf(
              none -> assertThat(none).isNull(),
              lost -> assertThat(lost).isInstanceOf(TransientFailure.class));
      assertThat(store().stat(file("new"))).as("the file was written").isPresent();
    }

    @Test
    void thatNeverComeEndAtTheDeadline() {
      faults().always(Fault.halfOpen());

      assertThat(within(() -> catchThrowable(() -> store().stat(file("file")))))
          .as("a request without an answer is a TransientFailure at its deadline")
          .isInstanceOf(TransientFailure.class);
    }

    @Test
    void ofABrokenServiceAreTransient() {
      faults().always(Fault.unavailable());

      assertThat(within(() -> catchThrowable(() -> store().files(file("folder")))))
          .as("a service that is down is a TransientFailure")
          .isInstanceOf(TransientFailure.class);
    }
  }
}
