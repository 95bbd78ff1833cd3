package dev.retrain.backend.local;

import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what a program is on this machine: a Java function, an entry of the table of images, or the
 * container engine, in this order. An image is looked up as it is written, then without its digest,
 * then without its tag. A standard step is a process of this Java, or runs within this process
 * where no other Java could find its classes.
 */
final class Bindings {

  private final LocalSettings settings;
  private final Map<String, StepFunction> functions;
  private final boolean stepsJava;

  Bindings(LocalSettings settings, Map<String, StepFunction> functions) {
    this(settings, functions, StepsJava.canStart());
  }

  /**
   * Bindings as they are with or without a Java for the standard steps.
   *
   * @param stepsJava whether another Java finds the classes of the standard steps
   */
  Bindings(LocalSettings settings, Map<String, StepFunction> functions, boolean stepsJava) {
    this.stepsJava = stepsJava;
    this.settings = settings;
    this.functions = Map.copyOf(functions);
  }

  /** Returns what a step is bound to; empty when nothing is bound to its image. */
  Optional<Binding> of(Step step) {
    return step.task()
        .program()
        .accept(
            new Program.Visitor<Optional<Binding>>() {
              @Override
              public Optional<Binding> container(Program.Container container) {
                return image(container);
              }

              @Override
              public Optional<Binding> standard(Program.Standard standard) {
                return Optional.of(
                    settings.stepsCommand().isEmpty() && !stepsJava
                        ? new Binding.Function(
                            new StandardFunction(standard.component(), settings.dataRoot()))
                        : new Binding.Standard(standardWords(step, standard)));
              }
            });
  }

  private Optional<Binding> image(Program.Container container) {
    if (container.isOfMachine()) {
      List<String> words = container.command().stream().map(settings::expand).toList();
      return Optional.of(new Binding.Command(words, Optional.of(settings.folder())));
    }
    for (String name : names(container.image())) {
      StepFunction function = functions.get(name);
      if (function != null) {
        return Optional.of(new Binding.Function(function));
      }
    }
    for (String name : names(container.image())) {
      List<String> prefix = settings.images().get(name);
      if (prefix != null) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(container.command());
        return Optional.of(new Binding.Command(words, Optional.empty()));
      }
    }
    return settings.containerEngine().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Binding.Engine(settings.containerEngine(), container.image(), container.command()));
  }

  private List<String> standardWords(Step step, Program.Standard standard) {
    List<String> words = new ArrayList<>(settings.stepsCommand());
    if (words.isEmpty()) {
      words.addAll(StepsJava.command(settings.stepsJvmOptions(), step.task().execution()));
    }
    words.add(standard.component());
    return words;
  }

  /** Returns the image as it is written, without its digest, and without its tag. */
  static List<String> names(String image) {
    int digest = image.indexOf('@');
    String undigested = digest < 0 ? image : image.substring(0, digest);
    int tag = undigested.lastIndexOf(':');
    String untagged = tag > undigested.lastIndexOf('/') ? undigested.substring(0, tag) : undigested;
    return List.of(image, undigested, untagged);
  }
}
