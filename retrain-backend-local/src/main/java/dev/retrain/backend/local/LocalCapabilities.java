package dev.retrain.backend.local;

import static dev.retrain.spi.backend.Support.absent;
import static dev.retrain.spi.backend.Support.emulated;
import static dev.retrain.spi.backend.Support.natively;

import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.util.EnumMap;
import java.util.Map;

/** The capabilities of this machine. */
final class LocalCapabilities {

  static final Capabilities DECLARED = declared();

  private LocalCapabilities() {}

  private static Capabilities declared() {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    Support process = natively("a child process or a Java function");
    all.put(Capability.PROCESS, process);
    all.put(Capability.TRAIN, process);
    all.put(Capability.EVALUATE, process);
    all.put(Capability.TUNE_OWN_IMAGE, process);
    all.put(Capability.TUNE_GRID, natively("parallel trials"));
    all.put(Capability.TUNE_RANDOM, natively("parallel trials"));
    all.put(
        Capability.TUNE_BAYESIAN,
        absent(
            "there is no guided tuner on this machine",
            "Search at random or on a grid, or use an image that searches by itself"));
    all.put(Capability.TUNE_EARLY_STOPPING, natively("patience over trials in their order"));
    all.put(Capability.STANDARD_STEPS, natively("a child process of this Java"));
    all.put(Capability.GATE, natively("in process"));
    all.put(Capability.CHAMPION, natively("the champion's folder"));
    all.put(Capability.PARAMETERS, natively("arguments"));
    all.put(Capability.HYPERPARAMETERS, natively("a JSON file"));
    all.put(Capability.RETRY, natively("per step, with back-off"));
    all.put(Capability.TIMEOUT, natively("the process tree is killed; a function is interrupted"));
    all.put(Capability.CACHE, natively("by content, in the artifact root"));
    putResources(all);
    all.put(Capability.ENVIRONMENT, natively("variables of the child process"));
    all.put(Capability.SECRETS, natively("from secretsFolder or variables of this process"));
    all.put(Capability.IDENTITY, emulated("runs as the user of this process"));
    all.put(Capability.STEP_IDENTITY, emulated("runs as the user of this process"));
    all.put(Capability.TAGS, natively("in submission.json and on registered versions"));
    all.put(Capability.CANCEL, natively("the process tree is killed"));
    all.put(Capability.RESUME, natively("what ended well is kept, the rest starts again"));
    putServing(all);
    return Capabilities.of(all);
  }

  private static void putResources(Map<Capability, Support> all) {
    all.put(
        Capability.CPU_MEMORY,
        emulated("the whole machine; memory limits only the heap of standard steps"));
    all.put(Capability.GPU, emulated("whatever this machine has, neither checked nor reserved"));
    all.put(Capability.SPOT, emulated("this machine is not taken away"));
    all.put(Capability.DISK, emulated("the disk of the artifact root, not reserved"));
    all.put(
        Capability.MULTI_NODE,
        absent("this is one machine", "Ask for one node, or run on a cluster's backend"));
  }

  private static void putServing(Map<Capability, Support> all) {
    all.put(
        Capability.SERVING,
        emulated("kept with the version; the embedded endpoint calls a Java model"));
    all.put(
        Capability.SCHEDULE,
        emulated("kept in the artifact root; runs begin when a process looks, at its next tick"));
    all.put(Capability.TRAFFIC_SPLIT, natively("weights of the embedded endpoint"));
    all.put(Capability.MIRROR, natively("copies made by the embedded endpoint"));
    all.put(
        Capability.ARMED_ROLLBACK,
        absent(
            "nothing runs beside this process",
            "Share the store with another node, or let cron run retrain tick: the node that ticks"
                + " next takes over"));
  }
}
