import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gradle.api.Project;
import org.gradle.api.artifacts.Configuration;
import org.gradle.api.attributes.Category;
import org.gradle.api.attributes.Usage;
import org.gradle.testfixtures.ProjectBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an app's build gets when it names one of the packages: by Gradle's own metadata, as Android's plugin asks for it. */
class GradleTest {
    private final File folder = new File("target/gradle");
    private Project project;

    @BeforeEach
    void prepare() {
        File app = new File(folder, "app");
        app.mkdirs();
        project = ProjectBuilder.builder()
                .withGradleUserHomeDir(new File(folder, "home").getAbsoluteFile())
                .withProjectDir(app.getAbsoluteFile())
                .build();
        project.getRepositories().maven(dist -> dist.setUrl(new File(System.getProperty("repository"))));
        // What the packages depend on, as Maven has fetched it; without the metadata that Maven does not read.
        project.getRepositories().maven(fetched -> {
            fetched.setUrl(new File(System.getProperty("others")));
            fetched.metadataSources(sources -> {
                sources.mavenPom();
                sources.ignoreGradleMetadataRedirection();
            });
        });
    }

    /** The files of a library and of all that it depends on, without their versions. */
    private Set<String> files(String library, String usage) {
        Configuration configuration = project.getConfigurations().create(usage + "-of-" + library);
        configuration.attributes(attributes -> {
            attributes.attribute(Usage.USAGE_ATTRIBUTE, project.getObjects().named(Usage.class, usage));
            attributes.attribute(Category.CATEGORY_ATTRIBUTE, project.getObjects().named(Category.class, "library"));
        });
        project.getDependencies().add(configuration.getName(), "io.github.dgspay:" + library + ":0.1.0");
        Set<String> names = new TreeSet<>();
        configuration.getFiles().forEach(file -> names.add(file.getName().replaceAll("-[0-9][-.0-9a-z]*(?=\\.[a-z]+$)", "")));
        return names;
    }

    @Test
    void anAppThatCustomersInstallGetsTheAarAndTheOneOfJna() {
        Set<String> api = Set.of("dgspay-android.aar", "kotlin-stdlib.jar", "annotations.jar");
        assertEquals(api, files("dgspay-android", "java-api"));
        assertEquals(with(api, "jna.aar"), files("dgspay-android", "java-runtime"));
    }

    @Test
    void anAppOnADeviceGetsOkHttpAsWell() {
        Set<String> api =
                Set.of("dgspay-android-device.aar", "kotlin-stdlib.jar", "annotations.jar", "kotlinx-coroutines-core-jvm.jar");
        assertEquals(api, files("dgspay-android-device", "java-api"));
        Set<String> runtime = with(api, "jna.aar", "okhttp.jar", "okio.jar", "okio-jvm.jar");
        assertEquals(runtime, files("dgspay-android-device", "java-runtime"));
    }

    @Test
    void aServerGetsTheJarsAndNoFramework() {
        Set<String> runtime =
                Set.of("dgspay.jar", "kotlin-stdlib.jar", "annotations.jar", "kotlinx-coroutines-core-jvm.jar", "jna.jar");
        assertEquals(runtime, files("dgspay", "java-runtime"));
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(List.of(more));
        return all;
    }
}
