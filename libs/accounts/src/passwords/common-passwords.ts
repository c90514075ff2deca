/** The passwords of 12 characters and more that people use most, in lower case. Kept here, so that checking one asks nobody (ASVS 6.2.4, 6.2.12). */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  1234567890ab 123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 123456789123 123456789123456 123456789123456789
  123456789abc 123456789qwe 123456789qwerty 1234567891011 12345678910111 1234567891234 12345678912345 123456789987654321 123456781234
  1234567812345678 123456123456 123456654321 123123123123 123123123123123 12341234123412 123412341234 1234512345 123451234512345 123321123321
  121212121212 112233445566 11223344556677 112233445566778899 111222333444 111222333444555 101010101010 102030405060 010203040506 012345678910
  01234567890123456789 012345678901 0123456789012 098765432109 0987654321098 098765432112 987654321012 9876543210123 987654321987 987654321987654321
  000000000000 0000000000000 00000000000000 000000000000000 0000000000000000 111111111111 1111111111111 11111111111111 111111111111111 1111111111111111
  222222222222 333333333333 444444444444 555555555555 666666666666 777777777777 888888888888 999999999999 696969696969 420420420420
  131313131313 789456123000 789456123789 147258369147 147258369147258 147258369000 159753159753 159357159357 741852963741 963852741963 321321321321
  aaaaaaaaaaaa aaaaaaaaaaaaaaaa abcabcabcabc abcdabcdabcd abcdefghijkl abcdefghijklm abcdefghijklmn abcdefghijklmnop abcdefghijklmnopqrstuvwxyz
  abcdef123456 abcdefg1234567 abcdefgh12345678 abcd12345678 abcd1234abcd abcd1234efgh abc123456789 abc1234567890 abc123abc123 abc123def456
  a1b2c3d4e5f6 a1b2c3d4e5f6g7 a1s2d3f4g5h6 aa123456789 aa1234567890 a12345678901 a123456789012 a1234567890a aabbccddeeff asd123456789 asdasdasdasd
  asdf12345678 asdfasdfasdf asdfghjkl123 asdfghjkl1234 asdfghjkl12345 asdfghjkl123456 asdfghjkl123456789 asdfghjklqwertyuiop asdfghjklzxcvbnm
  asdfjkl;asdfjkl; asdf1234asdf asdf1234qwer qazwsxedcrfv qazwsxedcrfvtgb qazwsxedc123 qazwsx123456 qazwsx123edc qaz123wsx456 qazxswedcvfr qazxswedc123
  1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz1qaz1qaz 1qazxsw23edc 1qazxsw23edcvfr4 1qaz@wsx3edc 1qaz!qaz1qaz 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i
  1q2w3e4r5t6y7u8i9o 1q2w3e4r5t6y7u8i9o0p 1q2w3e4r1q2w3e4r 1q2w3e1q2w3e 1q2w3e4r1234 1qw23er45ty6 1qwertyuiop1 12qwaszx12qwaszx 12qw34er56ty
  q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0 q1w2e3q1w2e3 qwe123qwe123 qweqweqweqwe qwe123456789 qweasdzxc123
  qweasdzxc1234 qweasdzxcqweasdzxc qweasd123456 qweasdqweasd qwer1234qwer qwer12345678 qwer1234asdf qwer1234tyui qwerqwerqwer qwerasdfzxcv
  qwerty123456 qwerty1234567 qwerty12345678 qwerty123456789 qwerty1234567890 qwerty123qwerty qwerty12qwerty qwertyqwerty qwertyqwerty1
  qwertyuiop10 qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiop12345 qwertyuiop123456 qwertyuiop1234567890 qwertyuiop[] qwertyuiop[]\\
  qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwertyuiopasdf qwertyasdfgh qwertyasdfghzxcvbn qwertyui12345678 qwertyu1234567 qwerty!@#$%^ qwerty654321
  zxcvbnm12345 zxcvbnm123456 zxcvbnm1234567 zxcvbnm123456789 zxcvbnmasdfghjkl zxcvbnm,./ zxcvbnm,./1 zaq12wsxcde3 zaq12wsxcde34rfv zaq1zaq1zaq1 zaq1xsw2cde3
  zaq1xsw2cde3vfr4 zxcasdqwe123 zxc123456789 poiuytrewq123 poiuytrewqlkjhgfdsa mnbvcxzlkjhgfdsa lkjhgfdsa123 0p9o8i7u6y5t !@#$%^&*()_+ !qaz@wsx#edc
  !qaz2wsx#edc !qaz1qaz@wsx 1!2@3#4$5%6^ qwertzuiop123 azertyuiop12 azertyuiop123 azerty123456 azerty123456789 azertyuiopqsdfghjklm
  password1234 password12345 password123456 password1234567 password12345678 password123456789 password1234567890 password0123 password1111
  password2000 password2010 password2015 password2016 password2017 password2018 password2019 password2020 password2021 password2022 password2023
  password2024 password2025 password2026 password123! password1234! password12! password!123 password!1234 password!@#$ password@123 password@1234
  password#123 password_123 password.123 password-123 passwordpassword password1password password1password1 password123password password123password123
  passwordabc123 p@ssword1234 p@ssword123! p@ssword12345 p@ssw0rd1234 p@ssw0rd123! p@ssw0rd12345 p@$$w0rd1234 p@ssw0rdp@ssw0rd p@55w0rd1234 pa55word1234 passw0rd1234
  passw0rd123! passw0rd12345 passw0rdpassw0rd pass1234pass pass12345678 pass123456789 passpasspass passphrase123 mypassword12 mypassword123
  mypassword1234 mypassword1! mypassword123! newpassword1 newpassword12 newpassword123 newpassword1! thepassword1 thisismypassword thisisapassword
  thisispassword yourpassword ourpassword1 adminpassword adminpassword1 adminpassword123 userpassword testpassword testpassword1 testpassword123
  rootpassword defaultpassword changepassword resetpassword secretpassword strongpassword goodpassword securepassword longpassword simplepassword
  supersecret1 supersecret123 topsecret123 topsecret1234 secret123456 secret1234567 mysecret1234 changeme1234 changeme12345 changeme123! changemeplease
  changemenow1 changemechangeme letmein12345 letmein123456 letmein1234! letmeinplease letmeinletmein letmeinnow123 welcome12345 welcome123456 welcome1234! welcome2024!
  welcome2025! welcome2026! welcomewelcome welcomehome1 welcometothe welcome@1234 welcome@12345 admin1234567 admin12345678 admin123456789 admin1234admin
  admin123admin admin123!@# adminadmin12 adminadmin123 adminadminadmin administrator administrator1 administrator123 root12345678 rootrootroot
  test12345678 test123456789 test1234test testtesttest testing12345 testing123456 testtest1234 tester123456 demo12345678 guest1234567 user12345678
  user123456789 default12345 temp12345678 temporary123 hello1234567 hello12345678 hello123456789 hellohello12 hellohellohello helloworld12 helloworld123
  helloworld1234 hello123hello iloveyou1234 iloveyou12345 iloveyou123456 iloveyou1234567 iloveyou123! iloveyou2024 iloveyou3000 iloveyousomuch
  iloveyouforever iloveyoubaby iloveyoubabe iloveyouiloveyou iloveyou4ever iloveyoulord iloveyoumom1 ilovemyself1 ilovemyfamily ilovemymother ilovemymom123
  ilovejesus12 ilovejesus123 ilovechocolate iloveyou!!!! iluvyou12345 jesuschrist1 jesuschrist jesusislord1 jesuslovesme jesussaves12 jesus1234567
  godisgood123 godisgreat12 godblessyou1 godbless1234 blessed12345 trustno1trustno1 trustnoone12 monkey123456 monkey1234567 dragon123456 dragon1234567
  dragondragon master123456 masterkey123 mastermaster sunshine1234 sunshine12345 sunshine123! princess1234 princess12345 princess123! football1234
  football12345 football123! baseball1234 baseball12345 basketball12 basketball123 basketball1234 superman1234 superman12345 superman123! batman123456
  spiderman123 spiderman1234 michael12345 michael123456 michelle1234 jennifer1234 jessica12345 charlie12345 charlie123456 shadow123456 ashley123456
  daniel123456 andrew123456 joshua123456 jordan123456 jordan232323 thomas123456 robert123456 matthew12345 anthony12345 patrick12345 nicholas1234
  samantha1234 elizabeth123 elizabeth1234 alexander123 alexander1234 christian123 christopher1 christopher12 christopher123 computer1234 computer12345
  internet1234 internet12345 whatever1234 whatever12345 whateverwhatever starwars1234 starwars12345 pokemon12345 pokemon123456 minecraft123 minecraft1234
  fortnite1234 liverpool123 liverpool1234 liverpool1892 manchester12 manchesterunited manchester123 barcelona123 barcelona1234 realmadrid12 realmadrid123
  arsenal12345 chelsea12345 juventus1234 galatasaray1 fenerbahce1907 galatasaray1905 america12345 australia123 december2024 december2025 november2024
  november2025 september2024 september2025 september1234 summer123456 summer2024!! summer2025!! winter123456 winter2024!! winter2025!! spring2024!! spring2025!! autumn2024!!
  autumn2025!! january12345 february2024 february2025 company12345 business1234 office123456 school123456 student12345 teacher12345 doctor123456
  freedom12345 forever12345 friends12345 family123456 familyfirst1 chocolate123 chocolate1234 strawberry12 strawberry123 butterfly123 butterfly1234
  watermelon12 watermelon123 lovelovelove lovelove1234 loveyou12345 loveyouforever babygirl1234 babygirl12345 beautiful123 beautiful1234 sweetheart12
  sweetheart123 sunflower123 sunflower1234 snowflake123 tinkerbell12 tinkerbell123 cheesecake12 motorcycle12 motherfucker motherfucker1 fuckyou12345
  fuckyou123456 fuckyoufuckyou fuckyoubitch fuckoff12345 asshole12345 bitch1234567 blink1821821 nothing12345 nopassword12 nopassword123 idontknow123 idontcare123
  ineedapassword incorrect123 incorrectpassword correcthorsebatterystaple onetwothreefour onetwothree123 opensesame12
  opensesame123 abracadabra1 abracadabra12 abracadabra123 rumpelstiltskin supercalifragilisticexpialidocious unbelievable unbelievable1 extraordinary
  international congratulations responsibility communication administration professional understanding relationship rockandroll1 rockandroll12 harrypotter1
  harrypotter7 harrypotter123 hogwarts1234 gryffindor12 slytherin123 voldemort123 lordoftherings gameofthrones thelastofus1 starcraft2012 worldofwarcraft
  counterstrike leagueoflegends callofduty123 callofduty1234 grandtheftauto assassinscreed playstation1 playstation2 playstation3 playstation4
  playstation5 playstation12 nintendo1234 microsoft123 microsoft1234 windows12345 linux1234567 samsung12345 samsung123456 samsunggalaxy iphone123456
  google123456 facebook1234 facebook12345 instagram123 youtube12345 curfewcurfew curfew123456 curfew1234567
  пароль123456 парольпароль йцукенгшщзхъ йцукен123456 contraseña12 contraseña123 contrasena12 contrasena123 motdepasse12 motdepasse123 passwort1234
  passwort12345 passwort123! passwort123456 hallo1234567 schatz123456 geheim123456 ichliebedich ichliebedich1 senha1234567 senha12345678 mudar1234567
  `
    .split(/\s+/)
    .filter((word) => word.length >= 12),
);
