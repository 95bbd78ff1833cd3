package dev.retrain.translation;

import dev.retrain.api.pipeline.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The image a program runs in and the command that runs it, by a cloud's settings.
 *
 * @param stepsImage image of the standard steps
 * @param stepsCommand what runs a standard step in that image; the component's name follows
 * @param registry host put before image names that have none
 */
public record StepImages(
    Optional<String> stepsImage, List<String> stepsCommand, Optional<String> registry) {

  /** Runs a standard step in the image that retrain publishes. */
  public static final List<String> STEPS_COMMAND = List.of("java", "-jar", "/retrain/steps.jar");

  private static final String HOST = "[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:[0-9]+)?";
  private static final String PART = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  private static final String END =
      "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[a-z0-9]+([.+_-][a-z0-9]+)*:[0-9a-f]{32,})?";

  /** The grammar of a reference (OCI distribution specification 1.1, and its Docker reference). */
  private static final Pattern REFERENCE =
      Pattern.compile("(" + HOST + "/)?" + PART + "(/" + PART + ")*" + END);

  /** Copies the command. */
  public StepImages {
    stepsCommand = List.copyOf(stepsCommand);
  }

  /** Returns the image of a program. */
  public String of(Program program) {
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

  /** Returns the image of the standard steps; empty text when the settings name none. */
  public String steps() {
    return stepsImage.map(this::complete).orElse("");
  }

  /** Returns an image with the registry's host, if the settings name one and the image has none. */
  public String complete(String image) {
    return hasHost(image) ? image : registry.map(host -> host + "/" + image).orElse(image);
  }

  /**
   * Returns whether a text is a reference of an image: only the host and the tag may have capitals.
   */
  public static boolean isReference(String image) {
    int slash = hasHost(image) ? image.indexOf('/') + 1 : 0;
    return REFERENCE.matcher(image).matches()
        && image.substring(slash).split("[:@]", 2)[0].chars().noneMatch(Character::isUpperCase);
  }

  /**
   * Returns whether an image names its registry: as in container engines, the first part is a host
   * when it has a dot or a port.
   */
  public static boolean hasHost(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  /** Returns the words that run a program in its image. */
  public List<String> command(Program program) {
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

  /** Returns the words that run a standard component. */
  public List<String> component(String name) {
    List<String> words = new ArrayList<>(stepsCommand);
    words.add(name);
    return words;
  }
}
