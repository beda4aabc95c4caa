/** People who may be called by each other's name: the full one, how friends say it, and the same in the other language. */
export const nameGroups: readonly (readonly string[])[] = `
Katarzyna Kasia Kaśka Kasieńka Katherine Catherine Kate Katie Kathy Cathy Kathryn Kasandra
Anna Ania Anka Anusia Ann Anne Annie Andzia
Hanna Hania Hanka Hannah
Małgorzata Małgosia Gosia Margaret Maggie Meg Margot
Joanna Asia Joasia Aśka Joanne
Barbara Basia Baśka
Aleksandra Ola Olka Oleńka Alexandra Alex Sandra Sasha
Magdalena Magda Madzia Lena
Agnieszka Aga Agusia Agnes
Zofia Zosia Zośka Sophia Sophie
Marta Martusia Martyna Martha
Maria Marysia Maryla Mary Marie Maja Marianna
Ewa Ewka Ewunia Eve Eva
Elżbieta Ela Elka Elizabeth Liz Beth Lizzie Eliza Betty
Krystyna Krysia Christine Chrissy Christina Kristina
Teresa Tereska Theresa
Dorota Dorotka Dorothy
Monika Monia Monica
Natalia Natalka Natalie
Karolina Karola Caroline
Patrycja Pati Patricia Pat Trish
Weronika Wera Veronica
Julia Julka Julie
Izabela Iza Izabella Isabel Isabella
Beata Beatka Beatrice
Jadwiga Jadzia
Wiktoria Wika Victoria Vicky
Dominika
Sylwia Sylvia
Justyna Justine
Renata
Halina Hala Halinka
Grażyna
Danuta Danka Danusia
Iwona Iwonka Yvonne
Urszula Ula Ursula
Bożena
Helena Helenka Hela Helen
Alicja Ala Alice
Emilia Emilka Emily
Oliwia Olivia Liv
Amelia
Zuzanna Zuza Zuzia Susan Sue Susanna
Paulina Paula Pauline
Kamila
Klaudia Claudia
Ewelina
Irena Irenka Irene
Iga
Olga
Nina
Laura
Lidia Lydia
Edyta Edith
Aneta
Tomasz Tomek Tomuś Thomas Tom Tommy
Piotr Piotrek Piotruś Peter Pete
Krzysztof Krzysiek Krzyś Krzysio Christopher Chris
Jan Janek Jasiek Jaś Janusz John Jack Johnny
Jakub Kuba Jakubek Jacob Jake
Paweł Pawełek Paul
Grzegorz Grzesiek Grześ Gregory Greg
Andrzej Jędrek Andrew Andy Drew
Wojciech Wojtek Wojtuś
Stanisław Staszek Stasiek Staś Stan Stanley
Michał Michałek Misiek Michael Mike Mick
Maciej Maciek
Bartosz Bartłomiej Bartek
Aleksander Olek Alek Alexander Alex Sandy
Łukasz Lucas Luke
Mateusz Mati Matthew Matt
Sebastian Seba
Dariusz Darek
Mariusz
Zbigniew Zbyszek Zbych
Tadeusz Tadek
Kazimierz Kazik
Marek Mark Marcus
Marcin Martin
Adam Adaś
Robert Robcio Rob Bob Bobby
Rafał Raphael
Kamil
Dawid David Dave Davy
Daniel Dan Danny
Szymon Simon
Filip Philip Phil
Wiktor Victor
Antoni Antek Antoś Anthony Tony
Franciszek Franek Francis Frank
Mikołaj Nicholas Nick
Jerzy Jurek George
Józef Józek Joseph Joe Joey
Henryk Heniek Henry Harry
Ryszard Rysiek Richard Rick Dick Rich
Roman Romek
Edward Edek Ed Eddie Ted
Karol Charles Charlie Chuck
Leszek Lech
Artur Arthur
Hubert
Dominik Dominic
Patryk Patrick Paddy Pat
Konrad Conrad
Igor
Oskar Oscar
Norbert
Przemysław Przemek
Radosław Radek
Jarosław Jarek
Mirosław Mirek
Sławomir Sławek
Bogdan
Wiesław Wiesiek
Waldemar Waldek
Jacek
Arkadiusz Arek
Damian
Adrian
Ignacy
Leon
Eryk Eric Erik
James Jim Jimmy Jamie
William Will Bill Billy Liam
Samuel Sam Sammy
Samantha Sam
Benjamin Ben Benny
Jennifer Jen Jenny
Jessica Jess
Rebecca Becky
Jonathan Jon Nathan
Timothy Tim
Stephen Steven Steve Stefan Szczepan
Abigail Abby
Amanda Mandy
Deborah Deb Debbie
Emma
Charlotte Lottie
Claire Clare Clara
Sarah Sara
Lucy Łucja
Grace
Oliver Ollie
Kevin
Brian Bryan
Ian
Sean Shaun
Ryan
Jason
Rachel Rachela
Megan
Chloe
Noah
Ethan
Logan
Noémie
`.trim().split('\n').map((line) => line.split(' '));
