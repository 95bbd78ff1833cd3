package dev.retrain.backend.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.backend.local.process.ProcessIdentity.SinceBoot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  private final ProcessIdentity own = ProcessIdentity.of(ProcessHandle.current());

  @BeforeEach
  void needsTicks() {
    assumeTrue(own.sinceBoot().isPresent(), "the system counts ticks since boot");
  }

  private ProcessIdentity started(Instant when) {
    return new ProcessIdentity(own.pid(), Optional.of(when), own.sinceBoot());
  }

  private ProcessIdentity since(SinceBoot boot) {
    return new ProcessIdentity(own.pid(), own.started(), Optional.of(boot));
  }

  @Test
  void isTheSameAfterTheClockWasSet() {
    assertThat(started(own.started().orElseThrow().plus(Duration.ofHours(5))).find())
        .contains(ProcessHandle.current());
  }

  @Test
  void isAnotherThatStartedElsewhen() {
    SinceBoot at = own.sinceBoot().orElseThrow();
    assertThat(since(new SinceBoot(at.boot(), at.ticks() + 1)).find()).isEmpty();
    assertThat(since(new SinceBoot("another boot", at.ticks())).find()).isEmpty();
  }

  @Test
  void readsWhatWasNotedBeforeTicksWere() {
    String json =
        "{\"pid\": " + own.pid() + ", \"started\": \"" + own.started().orElseThrow() + "\"}";
    ProcessIdentity old =
        DocumentReader.of(ProcessIdentity.SHAPE, Documents.parse(json, "old"), "old");

    assertThat(old.find()).contains(ProcessHandle.current());
  }

  @Test
  void isNotRunningOnceItHasEnded() throws Exception {
    Process process = new ProcessBuilder("true").start();
    ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
    process.waitFor();

    assertThat(identity.find()).isEmpty();
    assertThat(identity.age()).isEmpty();
  }

  @Test
  void knowsItsAge() {
    assertThat(own.age())
        .hasValueSatisfying(age -> assertThat(age).isBetween(Duration.ZERO, Duration.ofHours(9)));
  }
}
