package dev.retrain.backend.azure;

import dev.retrain.api.pipeline.Program;
import java.util.ArrayList;
import java.util.List;

/** The image a program runs in and the command that runs it. */
record Images(AzureSettings settings) {

  String of(Program program) {
    return program.accept(
        new Program.Visitor<String>() {
          @Override
          public String container(Program.Container container) {
            return complete(container.image());
          }

          @Override
          public String standard(Program.Standard standard) {
            return steps();
          }
        });
  }

  /** The image of the standard steps; empty text when the settings name none. */
  String steps() {
    return settings.stepsImage().map(this::complete).orElse("");
  }

  /** With a registry's host, where the settings name one and the image has none. */
  String complete(String image) {
    return hasHost(image)
        ? image
        : settings.imageRegistry().map(registry -> registry + "/" + image).orElse(image);
  }

  /** As container engines do: the first part is a host when it has a dot or a port. */
  static boolean hasHost(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  List<String> command(Program program) {
    return program.accept(
        new Program.Visitor<List<String>>() {
          @Override
          public List<String> container(Program.Container container) {
            return container.command();
          }

          @Override
          public List<String> standard(Program.Standard standard) {
            return component(standard.component());
          }
        });
  }

  /** What runs a standard component. */
  List<String> component(String name) {
    List<String> words = new ArrayList<>(settings.stepsCommand());
    words.add(name);
    return words;
  }
}
