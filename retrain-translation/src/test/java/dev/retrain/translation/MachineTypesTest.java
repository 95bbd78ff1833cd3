package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineTypesTest {

  private static final MachineTypes MACHINES =
      new MachineTypes(
          List.of(
              MachineType.of("small", 2, 8),
              MachineType.of("large", 16, 64).withDisk(100),
              MachineType.of("one-gpu", 4, 16).withGpus(1, "nvidia-t4"),
              MachineType.of("four-gpus", 48, 192).withGpus(4, "nvidia-t4")));

  private static Optional<String> chosen(Resources needs) {
    return MACHINES.firstFor(needs).map(MachineType::name);
  }

  @Test
  void choosesTheFirstMachineThatIsEnough() {
    assertThat(chosen(Resources.unspecified())).contains("small");
    assertThat(chosen(Resources.cpu(2).memory("8Gi"))).contains("small");
    assertThat(chosen(Resources.cpu(2).memory("8193Mi"))).contains("large");
    assertThat(chosen(Resources.cpu(17))).isEmpty();
  }

  @Test
  void countsAcceleratorsAndNeverGivesThemUnasked() {
    assertThat(chosen(Resources.cpu(1).gpu(1, "nvidia-t4"))).contains("one-gpu");
    assertThat(chosen(Resources.cpu(1).gpu(2, "nvidia-t4"))).contains("four-gpus");
    assertThat(chosen(Resources.cpu(1).gpu(1, "nvidia-h100"))).isEmpty();
    assertThat(chosen(Resources.cpu(32))).isEmpty();
    assertThat(MACHINES.gpuModels()).containsExactly("nvidia-t4");
  }

  @Test
  void attachesVolumesOnlyWhereTheMachineHasNoFixedDisk() {
    assertThat(chosen(Resources.cpu(1).disk("5000Gi"))).contains("small");
    assertThat(chosen(Resources.cpu(16).disk("101Gi"))).isEmpty();
  }

  @Test
  void readsWhatItWrites() {
    var shape = Shapes.list(MachineType.shape());
    var node =
        Documents.parse(
            "- {name: m, cpu: 4, memoryGiB: 15.5, gpu: {model: nvidia-a100, count: 2}, diskGiB: 9}",
            "test");
    List<MachineType> machines = DocumentReader.of(shape, node, "test");
    assertThat(machines)
        .containsExactly(MachineType.of("m", 4, 15.5).withGpus(2, "nvidia-a100").withDisk(9));
    assertThat(shape.write(machines)).isEqualTo(node);
    assertThat(new MachineTypes(machines).named("m")).isPresent();
  }

  @Test
  void refusesAMachineWithoutMemory() {
    assertThatThrownBy(() -> MachineType.of("m", 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatIsTooMuchOrWhichAcceleratorsThereAre() {
    MachineTypes types =
        new MachineTypes(
            List.of(MachineType.of("small", 2, 4), MachineType.of("g", 4, 16).withGpus(1, "t4")));

    assertThat(types.tooSmall(step(Resources.cpu(64).memory("1Ti").disk("10Gi")), "machine"))
        .hasToString(
            "error: step train: no machine is enough for 64.0 cores, 1048576 MiB"
                + " [steps.train.resources]. Request less, or list a larger machine in the"
                + " settings");
    assertThat(types.tooSmall(step(Resources.cpu(1).gpu(1, "h100")), "machine").toString())
        .contains("no machine has the accelerator h100", "There are t4");
  }

  private static Step step(Resources needs) {
    return Step.train("train", "acme/train@sha256:" + "a".repeat(64)).command("x").on(needs);
  }
}
