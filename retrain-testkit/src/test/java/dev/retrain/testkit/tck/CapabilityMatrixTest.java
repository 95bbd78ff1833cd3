package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapabilityMatrixTest {

  private static final String TRANSLATED = "Refusal.translatesWhatIsDeclaredAndRefusesWhatIsAbsent";

  @TempDir private Path folder;

  /** A subject whose kit has run one case of each capability but one. */
  private record Shown(String backend, ProofBasis proofBasis) implements DeclaringKit {
    @Override
    public Optional<Declared> declaration() {
      Map<Capability, Support> all = new EnumMap<>(Capability.class);
      for (Capability capability : Capability.values()) {
        all.put(capability, Support.natively("itself"));
      }
      all.put(Capability.SPOT, Support.absent("there is none", "Go without"));
      return Optional.of(new Declared(backend, Capabilities.of(all), proofBasis));
    }
  }

  private void run(String backend, ProofBasis proofBasis, String named, Capability unshown)
      throws IOException {
    KitResults results = new KitResults("KitOf" + backend, true);
    results.passed();
    for (Capability capability : Capability.values()) {
      if (capability != unshown) {
        results.proves(new Shown(backend, proofBasis), capability, named);
      }
    }
    results.write(Files.createDirectories(folder.resolve(backend)));
  }

  private CapabilityMatrix matrix(String... backends) {
    return CapabilityMatrix.read(
        List.of(backends).stream().map(folder::resolve).toList(), List.of(backends));
  }

  @Test
  void hasARowPerCapabilityAndAColumnPerBackend() throws IOException {
    run("one", ProofBasis.TRANSLATION, TRANSLATED, Capability.GPU);
    run("two", ProofBasis.THIS_MACHINE, TRANSLATED, Capability.GPU);

    assertThat(matrix("one", "two").table())
        .contains("| proven | translation only | by running |")
        .contains("| `PROCESS` | native | native, only translated |")
        .contains("| `SPOT` | absent | absent |");
  }

  @Test
  void namesWhatIsSaidAndNotShown() throws IOException {
    run("one", ProofBasis.LIVE, "Steps.aCase", Capability.GPU);

    assertThat(matrix("one").unproven()).containsExactly("one: no case shows GPU to be native");
    assertThat(matrix("one").details())
        .contains("`PROCESS` native (run): itself. Cases: Steps.aCase")
        .contains("`SPOT` absent (refused): there is none. Go without");
  }

  @Test
  void refusesToSayAnythingOfABackendWithoutResults() throws IOException {
    run("one", ProofBasis.EMULATOR, TRANSLATED, Capability.GPU);

    assertThatThrownBy(() -> matrix("one", "two")).hasMessageContaining("[two]");
  }
}
